import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMachineClient, requestToken } from '../support/machine-client.ts'
import { cliPath } from '../support/paths.ts'
import { createProtectedApi } from '../support/protected-api.ts'
import { run } from '../support/run.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'sallyport-cli-'))
let sallyport: SallyportProcess | undefined
afterEach(async () => {
  await sallyport?.stop()
  sallyport = undefined
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const cli = (...args: string[]) => run(process.execPath, [cliPath, ...args], { cwd: folder })

describe('misuse', () => {
  it.each([
    ['an unknown command', ['fly']],
    ['an unknown flag', ['start', '--fly']],
    ['a bad port', ['start', '--port', 'many']],
    ['a bad log level', ['start', '--log-level', 'loud']],
    ['two stores at once', ['start', '--memory', '--data-dir', 'x']],
    ['a bad duration', ['clock', '--advance', 'soon']],
    ['a bad format', ['env', '--format', 'xml']],
  ])('%s ends with exit code 2 and one clear line', async (_, args) => {
    const { code, stderr } = await cli(...args)
    expect(code).toBe(2)
    expect(stderr).toMatch(/\S/)
    expect(stderr).not.toMatch(/ at .*\.js:\d+/)
  })

  it.each([[], ['start'], ['status'], ['reset'], ['env'], ['clock']])('--help helps: %s', async (...args) => {
    const { code, stdout } = await cli(...args.filter((arg): arg is string => typeof arg === 'string'), '--help')
    expect(code).toBe(0)
    expect(stdout).toContain('Usage: sallyport')
  })

  it('says so when nothing runs', async () => {
    const { code, stderr } = await cli('status', '--data-dir', join(folder, 'nothing'), '--port', '1')
    expect(code).toBe(1)
    expect(stderr).toMatch(/sallyport start/)
  })
})

describe('a running server', () => {
  it('is healthy, names its version and services', async () => {
    sallyport = await startSallyport()
    const health = await fetch(`${sallyport.origin}/_sallyport/health`)
    expect(await health.json()).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      uptimeSeconds: expect.any(Number),
      services: expect.arrayContaining(['cognito-idp', 'apigateway', 'cloudformation']),
    })
  })

  it('holds its data directory: a second one says who has it and stops', async () => {
    const dataDir = join(folder, 'held')
    sallyport = await startSallyport({ dataDir })
    const second = await cli('start', '--port', '0', '--data-dir', dataDir)
    expect(second.code).toBe(1)
    expect(second.output).toContain(String(sallyport.pid))
  })

  it('takes over a data directory whose holder was killed', async () => {
    const dataDir = join(folder, 'killed')
    sallyport = await startSallyport({ dataDir })
    await sallyport.kill()
    sallyport = await startSallyport({ dataDir })
    expect(sallyport.origin).toContain('127.0.0.1')
  })

  it('stops with exit code 0 on SIGTERM', async () => {
    sallyport = await startSallyport()
    expect(await sallyport.stop()).toBe(0)
  })

  it('moves the clock, so that a token expires at once, and remembers it', async () => {
    const dataDir = join(folder, 'clock')
    sallyport = await startSallyport({ dataDir })
    let { origin } = sallyport
    const { cognito, apiGateway } = awsClients({ origin })
    const machine = await createMachineClient(cognito)
    const api = await createProtectedApi(apiGateway, [machine.poolArn])
    const response = await requestToken({ origin, ...machine })
    const { access_token: authorization } = (await response.json()) as { access_token: string }
    const call = () => fetch(api.url(origin), { headers: { authorization } })
    expect((await call()).status).toBe(200)

    const moved = await cli('clock', '--advance', '61m', '--data-dir', dataDir)
    expect(moved.code, moved.output).toBe(0)
    const expired = await call()
    expect([expired.status, await expired.text()]).toEqual([401, '{"message":"The incoming token has expired"}'])

    await sallyport.stop()
    sallyport = await startSallyport({ dataDir })
    origin = sallyport.origin
    expect((await call()).status).toBe(401)
    expect((await cli('clock', '--reset', '--data-dir', dataDir)).code).toBe(0)
    expect((await call()).status).toBe(200)
  })

  it('logs the real reason of a refusal, and no secret or token', async () => {
    sallyport = await startSallyport()
    const { origin } = sallyport
    const { cognito, apiGateway } = awsClients({ origin })
    const machine = await createMachineClient(cognito)
    const api = await createProtectedApi(apiGateway, [machine.poolArn])
    const form = { grant_type: 'client_credentials', scope: 'orders/write' }
    const response = await requestToken({ origin, ...machine, form })
    const { access_token: token } = (await response.json()) as { access_token: string }
    const refused = await fetch(api.url(origin), { headers: { authorization: token } })
    await requestToken({ origin, ...machine, clientSecret: 'not-the-secret' })
    const requestId = refused.headers.get('x-amzn-requestid') ?? ''
    await sallyport.stop()

    const log = sallyport.output()
    const line = log.split('\n').find((candidate) => candidate.includes(requestId)) ?? ''
    expect(line).toContain('401')
    expect(line).toContain('token has scopes [orders/write], method wants one of [orders/read]')
    for (const secret of [token, token.split('.')[2] ?? '', machine.clientSecret, 'not-the-secret']) {
      expect(log).not.toContain(secret)
    }
  })

  it('shows next to AWS’s addresses those that work here, and forgets all on reset', async () => {
    const dataDir = join(folder, 'status')
    sallyport = await startSallyport({ dataDir })
    const { origin } = sallyport
    const { cognito, apiGateway } = awsClients({ origin })
    const machine = await createMachineClient(cognito)
    const api = await createProtectedApi(apiGateway, [machine.poolArn])
    const status = await cli('status', '--data-dir', dataDir)
    expect(status.code, status.output).toBe(0)
    expect(status.stdout).toContain(`${origin}/_aws/execute-api/${api.apiId}/test`)
    expect(status.stdout).toContain(`${origin}/_aws/cognito/${machine.domain}/oauth2/token`)

    const reset = await cli('reset', '--yes', '--data-dir', dataDir)
    expect(reset.code, reset.output).toBe(0)
    expect((await requestToken({ origin, ...machine })).status).not.toBe(200)
    expect((await fetch(api.url(origin))).status).toBe(403)
  })

  it('prints the environment in four formats', async () => {
    const dataDir = join(folder, 'env')
    sallyport = await startSallyport({ dataDir })
    const { origin } = sallyport
    const shell = await cli('env', '--data-dir', dataDir)
    expect(shell.stdout).toMatch(new RegExp(`^export AWS_ENDPOINT_URL='?${origin}'?$`, 'm'))
    const json = await cli('env', '--data-dir', dataDir, '--format', 'json')
    expect(JSON.parse(json.stdout)).toMatchObject({ AWS_ENDPOINT_URL: origin, AWS_ACCESS_KEY_ID: 'test' })
    const dotenv = await cli('env', '--data-dir', dataDir, '--format', 'dotenv')
    expect(dotenv.stdout).toMatch(new RegExp(`^AWS_ENDPOINT_URL="?${origin}"?$`, 'm'))
    const powershell = await cli('env', '--data-dir', dataDir, '--format', 'powershell')
    expect(powershell.stdout).toContain('$env:AWS_ENDPOINT_URL')
  })
})

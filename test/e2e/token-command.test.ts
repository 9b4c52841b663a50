import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { addClient, createMachineClient, type MachineClient } from '../support/machine-client.ts'
import { cliPath } from '../support/paths.ts'
import { run } from '../support/run.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'

let sallyport: SallyportProcess
let client: MachineClient
beforeAll(async () => {
  sallyport = await startSallyport()
  const { cognito } = awsClients({ origin: sallyport.origin, account: 'test' })
  client = await createMachineClient(cognito, { ClientName: 'partner-a' })
  const other = await createMachineClient(cognito, { ClientName: 'twin' })
  await addClient(cognito, other.poolId, { ClientName: 'twin' })
  await addClient(cognito, client.poolId, {
    ClientName: 'page',
    GenerateSecret: false,
    AllowedOAuthFlowsUserPoolClient: undefined,
    AllowedOAuthFlows: undefined,
    AllowedOAuthScopes: undefined,
  })
})
afterAll(() => sallyport.stop())

const token = (...args: string[]) => tokenWith({}, ...args)
const tokenWith = (env: Readonly<Record<string, string>>, ...args: string[]) =>
  run(process.execPath, [cliPath, 'token', ...args, '--port', new URL(sallyport.origin).port], { env })

describe('sallyport token', () => {
  it.each([
    ['name', () => 'partner-a'],
    ['id', () => client.clientId],
  ])('prints a token of the client with this %s, and nothing else', async (_, named) => {
    const { code, stdout, output } = await token(named())
    expect(code, output).toBe(0)
    expect(output).toBe(stdout)
    expect(decodeJwt(stdout.trim())).toMatchObject({ sub: client.clientId, scope: 'orders/read orders/write' })
  })

  it('asks for the scopes that it is told', async () => {
    const { stdout } = await token('partner-a', '--scope', 'orders/write', '--scope', 'orders/read')
    expect(decodeJwt(stdout.trim()).scope).toBe('orders/write orders/read')
  })

  it('prints a line for a shell that does the same', async () => {
    const { stdout: line } = await token('partner-a', '--scope', 'orders/read', '--curl')
    const { stdout, output } = await run('sh', ['-c', line])
    expect(decodeJwt((JSON.parse(stdout) as { access_token: string }).access_token).scope, output).toBe('orders/read')
  })

  it.each<[string, string[], RegExp]>([
    ['a client that is not there', ['nobody'], /^sallyport: no app client is called nobody; there are: .*partner-a/],
    [
      'a name that two clients have',
      ['twin'],
      /^sallyport: several app clients are called twin; name one by its id:\n/,
    ],
    ['a client of another pool', ['partner-a', '--pool', 'us-east-1_0000000000'], /there are: none\n$/],
    ['a client without a secret', ['page'], /^sallyport: the client \w+ has no secret/],
    [
      'a refusal of the token endpoint',
      ['partner-a', '--scope', 'x/y'],
      /"invalid_scope".*\nWhy: sallyport explain \S+\n$/,
    ],
    ['no client at all', [], /^sallyport: name a client/],
    ['metadata without a name', ['partner-a', '--metadata', '=x'], /^sallyport: =x is not of the form name=value\n$/],
  ])('tells of %s in a line, and with exit code 1', async (_, args, told) => {
    const { code, stdout, stderr } = await token(...args)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(told)
  })

  it('asks whom the shell’s AWS settings lead to where it is told to', async () => {
    const settings = {
      AWS_ENDPOINT_URL: sallyport.origin,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'us-east-1',
    }
    const { code, stdout, stderr } = await tokenWith(settings, 'partner-a', '--aws', '--curl')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(`'https://${client.domain}.auth.us-east-1.amazoncognito.com/oauth2/token'`)
    const { AWS_REGION, ...nowhere } = settings
    expect(await tokenWith(nowhere, 'partner-a', '--aws')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^sallyport: .*[Rr]egion.*\nSet AWS_REGION, or a profile.\n$/),
    })
  })
})

describe('sallyport token --verify', () => {
  it('says what a token holds, and that it is good', async () => {
    const { stdout: given } = await token('partner-a', '--scope', 'orders/read')
    const { code, stdout, stderr } = await run(
      process.execPath,
      [cliPath, 'token', '--verify', '-', '--port', new URL(sallyport.origin).port],
      { input: `Bearer ${given}` },
    )
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^signature {2}good/)
    expect(stdout).toContain(`client     ${client.clientId}`)
    expect(stdout).toContain('scopes     orders/read\n')
    expect(stdout).toContain(`"client_id": "${client.clientId}"`)
  })

  it.each<[string, (good: string) => string, RegExp]>([
    [
      'was altered',
      (good) => good.replace(/\.[^.]*\./, `.${btoa('{"iss":"x"}').replace(/=+$/, '')}.`),
      /^signature {2}UNKNOWN/,
    ],
    ['has a signature of another', (good) => `${good.slice(0, good.lastIndexOf('.') + 1)}AAAA`, /^signature {2}WRONG/],
    ['is no token', () => 'nonsense', /^signature {2}NONE/],
  ])('says so, with exit code 1, where it %s', async (_, changed, told) => {
    const { stdout: good } = await token('partner-a')
    const { code, stdout } = await token('--verify', changed(good.trim()))
    expect(code, stdout).toBe(1)
    expect(stdout).toMatch(told)
  })
})

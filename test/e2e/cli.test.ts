import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMachineClient, requestToken } from '../support/machine-client.ts'
import { cliPath, otherNodes, root } from '../support/paths.ts'
import { createProtectedApi } from '../support/protected-api.ts'
import { run } from '../support/run.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'
import { until } from '../support/until.ts'

const folder = mkdtempSync(join(tmpdir(), 'sallyport-cli-'))
let sallyport: SallyportProcess | undefined
afterEach(async () => {
  await sallyport?.stop()
  sallyport = undefined
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Variables = Readonly<Record<string, string>>
const cliWith = (env: Variables, ...args: string[]) => run(process.execPath, [cliPath, ...args], { cwd: folder, env })
const cli = (...args: string[]) => cliWith({}, ...args)
const portOf = (origin: string) => new URL(origin).port

describe('misuse', () => {
  it.each([
    ['an unknown command', ['fly']],
    ['an unknown flag', ['start', '--fly']],
    ['a bad port', ['start', '--port', 'many']],
    ['a bad log level', ['start', '--log-level', 'loud']],
    ['two stores at once', ['start', '--memory', '--data-dir', 'x']],
    ['a bad duration', ['clock', '--advance', 'soon']],
    ['a bad length of time', ['logs', '--since', 'yesterday']],
    ['a bad format', ['env', '--format', 'xml']],
    ['a bad port of a server', ['status', '--port', 'many']],
    ['two servers at once', ['status', '--port', '4566', '--data-dir', 'x']],
    ['doing and undoing', ['env', '--unset', '--proxy']],
  ])('%s ends with exit code 2 and one clear line', async (_, args) => {
    const { code, stderr } = await cli(...args)
    expect(code).toBe(2)
    expect(stderr).toMatch(/^sallyport: \S/)
    expect(stderr).not.toMatch(/ at .*\.js:\d+/)
  })

  it.each([[], ['start'], ['status'], ['reset'], ['env'], ['clock'], ['logs'], ['explain'], ['stop']])(
    '--help helps: %s',
    async (...args) => {
      const { code, stdout } = await cli(...args.filter((arg): arg is string => typeof arg === 'string'), '--help')
      expect(code).toBe(0)
      expect(stdout).toContain('Usage: sallyport')
    },
  )

  it('is quiet about a reader that has gone', async () => {
    const script = `("$0" "$1" destroy --help; echo "rc $?" >&2) | true`
    const { stderr } = await run('sh', ['-c', script, process.execPath, cliPath])
    expect(stderr).toBe('rc 0\n')
  })

  it.each([['--port', '1'], ['--data-dir', 'nothing'], []])('says so when nothing runs: %s', async (...where) => {
    const { code, stderr } = await cliWith({ SALLYPORT_PORT: '1' }, 'status', ...where)
    expect(code).toBe(1)
    expect(stderr).toMatch(/^sallyport: no Sallyport .*\n.*sallyport start\n$/)
  })
})

describe('the program', () => {
  // Prints each file that is loaded, before the program prints anything itself.
  const tracer = `const Module = require('node:module')
    const { writeSync } = require('node:fs')
    const load = Module.prototype.load
    Module.prototype.load = function (file) {
      writeSync(2, file + '\\n')
      return load.call(this, file)
    }`
  const loadedBy = async (...args: string[]) => {
    const file = join(folder, 'tracer.cjs')
    writeFileSync(file, tracer)
    const preload = ['--require', file]
    const { code, stderr, output } = await run(process.execPath, [...preload, cliPath, ...args], { cwd: folder })
    expect(code, output).toBe(0)
    return stderr
  }

  it.each(['--version', '--help'])('loads nothing of the server for %s', async (flag) => {
    const loaded = await loadedBy(flag)
    expect(loaded).toMatch(/commander/)
    expect(loaded).not.toMatch(/x509|sqlite|fast-xml-parser|js-yaml|dist\/(?:serve|core)/)
    expect(await loadedBy('start', '--help')).not.toMatch(/dist\/(?:serve|core)/)
  })

  it('is what npm links', async () => {
    const { code, stdout, output } = await run('npx', ['--no-install', 'sallyport', '--version'], { cwd: root })
    expect(code, output).toBe(0)
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it('says how to build it where it has not been built', async () => {
    const unbuilt = join(folder, 'unbuilt')
    cpSync(join(root, 'packages', 'runtime', 'bin'), join(unbuilt, 'bin'), { recursive: true })
    cpSync(join(root, 'packages', 'runtime', 'package.json'), join(unbuilt, 'package.json'))
    const { code, stderr } = await run(process.execPath, [join(unbuilt, 'bin', 'sallyport.js'), 'status'])
    expect([code, stderr]).toEqual([1, expect.stringContaining('npm run build')])
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

  it('prints nothing but its address when it is to be silent', async () => {
    sallyport = await startSallyport({ args: ['--log-level', 'silent'] })
    const { origin } = sallyport
    await fetch(`${origin}/_sallyport/nothing`)
    await sallyport.stop()
    expect(sallyport.output()).toBe(`${origin}\n`)
  })

  it.each(['--data-dir', '--port'])('is stopped by sallyport stop %s, which waits until it has ended', async (flag) => {
    const dataDir = join(folder, 'stop')
    sallyport = await startSallyport({ dataDir })
    const { origin, pid } = sallyport
    const where = [flag, flag === '--port' ? portOf(origin) : dataDir]
    const stop = await cli('stop', ...where)
    expect(stop.code, stop.output).toBe(0)
    expect(() => process.kill(pid, 0)).toThrow('ESRCH')
    expect(existsSync(join(dataDir, 'sallyport.lock'))).toBe(false)
    expect(await sallyport.stop()).toBe(0)

    const again = await cli('stop', ...where)
    expect([again.code, again.stderr]).toEqual([1, expect.stringMatching(/^sallyport: no Sallyport /)])
  })

  it('is found by the settings that it was started with', async () => {
    const dataDir = join(folder, 'settings')
    sallyport = await startSallyport({ dataDir })
    const status = await cliWith({ SALLYPORT_DATA_DIR: dataDir }, 'status')
    expect(status.stdout).toContain(sallyport.origin)
  })

  it('is not taken for the one of a data directory that nobody holds', async () => {
    sallyport = await startSallyport()
    const { origin } = sallyport
    await cli('clock', '--advance', '1h', '--port', portOf(origin))
    // As if it had the default port.
    const here = { SALLYPORT_PORT: portOf(origin) }
    for (const command of [['status'], ['env'], ['env', '--proxy'], ['clock'], ['reset', '--yes'], ['stop']]) {
      const { code, stdout, stderr } = await cliWith(here, ...command, '--data-dir', 'nobody')
      expect([code, stdout, stderr], command.join(' ')).toEqual([
        1,
        '',
        expect.stringMatching(/^sallyport: no Sallyport runs with the data directory nobody\nAnother one answers on /),
      ])
    }
    expect(await (await fetch(`${origin}/_sallyport/clock`)).json()).toMatchObject({ offsetSeconds: 3600 })
  })

  it('is looked at without a flag where its port is the default, but not changed', async () => {
    sallyport = await startSallyport()
    const here = { SALLYPORT_PORT: portOf(sallyport.origin) }
    for (const command of [['status'], ['env'], ['clock']]) {
      const { code, output } = await cliWith(here, ...command)
      expect(code, output).toBe(0)
    }
    for (const command of [['clock', '--advance', '1h'], ['clock', '--reset'], ['reset', '--yes'], ['stop']]) {
      const { code, stderr } = await cliWith(here, ...command)
      expect([code, stderr]).toEqual([1, expect.stringContaining(`--port ${portOf(sallyport.origin)}`)])
    }
  })

  it('explains a call by the id of its answer, and says what is kept of another', async () => {
    sallyport = await startSallyport({ args: ['--requests', '1'] })
    const { origin } = sallyport
    const { cognito, apiGateway } = awsClients({ origin })
    const machine = await createMachineClient(cognito)
    const api = await createProtectedApi(apiGateway, [machine.poolArn])
    const here = ['--port', portOf(origin)]
    expect((await cli('explain', ...here)).stdout).toContain('no call')

    const [gone, kept] = [await fetch(api.url(origin)), await fetch(api.url(origin))]
    const idOf = ({ headers }: Response) => headers.get('x-amzn-requestid') ?? ''
    const shown = await cli('explain', idOf(kept), ...here)
    expect(shown.stdout).toMatch(/^refused {4}authorizer +no token in the header authorization$/m)
    expect(shown.stdout).toMatch(/^To change {3}Send the token/m)
    expect(shown.stdout).not.toContain('\u001b')
    expect(JSON.parse((await cli('explain', idOf(kept), '--json', ...here)).stdout)).toMatchObject({ status: 401 })
    expect((await cli('explain', ...here)).stdout).toContain(`${idOf(kept)}  20`)

    const refused = await cli('explain', idOf(gone), ...here)
    expect([refused.code, refused.output]).toEqual([1, expect.stringContaining('at most 1')])
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

    const ask = (more: object = {}) => requestToken({ origin, ...machine, ...more })
    for (const more of [{}, {}, { clientSecret: 'wrong' }, { clientId: 'nobody' }]) await ask(more)
    const { stdout } = await cli('status', '--data-dir', dataDir)
    expect(stdout).toContain(`\n  client ${machine.clientId}: 2 issued, 1 refused (secret-wrong 1)\n`)
    expect(stdout).toMatch(/\n {2}no client of the pool: 0 issued, 1 refused \(client-unknown 1\)\n/)

    const reset = await cli('reset', '--yes', '--data-dir', dataDir)
    expect(reset.code, reset.output).toBe(0)
    expect((await requestToken({ origin, ...machine })).status).not.toBe(200)
    expect((await fetch(api.url(origin))).status).toBe(403)
  })

  it('is forgotten while it does not run, too', async () => {
    const dataDir = join(folder, 'offline')
    sallyport = await startSallyport({ dataDir })
    await createMachineClient(awsClients(sallyport).cognito)
    await sallyport.stop()
    const reset = await cli('reset', '--yes', '--data-dir', dataDir)
    expect([reset.code, reset.stdout]).toEqual([0, `Everything in ${dataDir} is forgotten.\n`])
    sallyport = await startSallyport({ dataDir })
    expect(await (await fetch(`${sallyport.origin}/_sallyport/status`)).json()).toMatchObject({ domains: [] })
  })

  it('is reached although the shell has a proxy, and the shell gets back what it had', async () => {
    const dataDir = join(folder, 'shell')
    sallyport = await startSallyport({ dataDir })
    const mine = {
      HTTP_PROXY: 'http://127.0.0.1:1',
      http_proxy: 'http://127.0.0.1:1',
      HTTPS_PROXY: 'http://127.0.0.1:1',
      NO_PROXY: 'corp.example,.amazonaws.com',
      JAVA_TOOL_OPTIONS: '-Xmx1g',
      NODE_OPTIONS: '--no-warnings',
      AWS_PROFILE: 'mine',
      AWS_REGION: 'eu-west-1',
    }
    const env = (...flags: string[]) =>
      `eval "$('${process.execPath}' '${cliPath}' env ${flags.join(' ')} --data-dir '${dataDir}')"`
    const show = `echo; echo "[$AWS_PROFILE|$AWS_REGION|$HTTPS_PROXY|$NO_PROXY|$no_proxy|$JAVA_TOOL_OPTIONS|$NODE_OPTIONS]"`
    const call = 'curl -s -o /dev/null -w "%{http_code}" "$AWS_ENDPOINT_URL/_sallyport/health"'
    const proxied = 'curl -s -o /dev/null -w "%{http_code}" https://sts.eu-west-1.amazonaws.com/'
    const script = [
      ...['before=$(env | grep -v ^_= | sort)', show],
      ...[env(), call, show],
      ...[env('--proxy'), env('--proxy', '--region', 'ap-south-1'), proxied, show],
      ...[`eval "$('${process.execPath}' '${cliPath}' env --unset)"`, show],
      '[ "$before" = "$(env | grep -v ^_= | sort)" ] && echo the same',
    ]
    const { code, stdout, output } = await run('sh', ['-c', script.join('\n')], { cwd: folder, env: mine })
    expect(code, output).toBe(0)
    const local = 'localhost,127.0.0.1,::1'
    const [before, endpoint, names, after] = stdout.split('\n').filter((line) => line.startsWith('['))
    expect(before).toBe('[mine|eu-west-1|http://127.0.0.1:1|corp.example,.amazonaws.com||-Xmx1g|--no-warnings]')
    const all = `corp.example,.amazonaws.com,${local}`
    expect(endpoint).toBe(`[|eu-west-1|http://127.0.0.1:1|${all}|${all}|-Xmx1g|--no-warnings]`)
    const some = `corp.example,${local}`
    expect(names).toContain(`[|ap-south-1|${sallyport.origin}|${some}|${some}|-Xmx1g`)
    expect(names?.match(/-Dhttps.proxyHost/g)?.length ?? 1).toBe(1)
    expect(names).toMatch(/\|--no-warnings --require=\S*node-proxy\.cjs\]$/)
    expect(after).toBe(before)
    expect(stdout).toMatch(/^200$/m)
    expect(stdout).toMatch(/^[34]\d\d$/m)
    expect(stdout).toMatch(/^the same$/m)
  })

  const newest = otherNodes.at(-1)?.path ?? ''
  if (!existsSync(newest)) console.warn(`skipped: there is no Node at ${newest}; npm test installs it on Linux`)
  it.skipIf(!existsSync(newest))('is found by a Node that heeds the shell’s proxy', async () => {
    sallyport = await startSallyport()
    const proxy = 'http://127.0.0.1:1'
    const env = { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxy, HTTPS_PROXY: proxy }
    for (const command of [['status'], ['env', '--proxy'], ['clock', '--advance', '1h']]) {
      const args = [cliPath, ...command, '--port', portOf(sallyport.origin)]
      const { code, output } = await run(newest, args, { cwd: folder, env })
      expect(code, output).toBe(0)
    }
  })

  it('has nothing to undo in a shell of its own', async () => {
    const { code, stdout, stderr } = await cliWith({ AWS_ENDPOINT_URL: 'http://elsewhere' }, 'env', '--unset')
    expect([code, stdout, stderr]).toEqual([0, '', expect.stringContaining('nothing to undo')])
  })

  it('takes the region of --region before the shell’s', async () => {
    sallyport = await startSallyport()
    const region = async (env: Variables, ...args: string[]) => {
      const port = portOf(sallyport?.origin ?? '')
      const { stdout } = await cliWith(env, 'env', '--format', 'json', '--port', port, ...args)
      const { AWS_REGION, AWS_DEFAULT_REGION } = JSON.parse(stdout) as Variables
      expect(AWS_DEFAULT_REGION).toBe(AWS_REGION)
      return AWS_REGION
    }
    expect(await region({})).toBe('us-east-1')
    expect(await region({ AWS_DEFAULT_REGION: 'eu-west-1' })).toBe('eu-west-1')
    expect(await region({ AWS_REGION: 'eu-west-2', AWS_DEFAULT_REGION: 'eu-west-1' })).toBe('eu-west-2')
    expect(await region({ AWS_REGION: 'eu-west-2' }, '--region', 'ap-south-1')).toBe('ap-south-1')
  })

  it('prints the environment in five formats', async () => {
    const dataDir = join(folder, 'env')
    sallyport = await startSallyport({ dataDir })
    const { origin } = sallyport
    const shell = await cli('env', '--data-dir', dataDir)
    expect(shell.stdout).toMatch(new RegExp(`^export AWS_ENDPOINT_URL='?${origin}'?$`, 'm'))
    const json = await cli('env', '--data-dir', dataDir, '--format', 'json')
    expect(JSON.parse(json.stdout)).toMatchObject({ AWS_ENDPOINT_URL: origin, AWS_ACCESS_KEY_ID: 'test' })
    const dotenv = await cli('env', '--data-dir', dataDir, '--format', 'dotenv')
    expect(dotenv.stdout).toMatch(new RegExp(`^AWS_ENDPOINT_URL="?${origin}"?$`, 'm'))
    const github = await cli('env', '--data-dir', dataDir, '--format', 'github')
    expect(github.stdout).toMatch(new RegExp(`^AWS_ENDPOINT_URL=${origin}$`, 'm'))
    const powershell = await cli('env', '--data-dir', dataDir, '--format', 'powershell')
    expect(powershell.stdout).toContain('$env:AWS_ENDPOINT_URL')
  })
})

describe('logs', () => {
  it('are listed, shown, filtered and followed', async () => {
    sallyport = await startSallyport()
    const { origin } = sallyport
    const { logs } = awsClients({ origin })
    const here = ['--port', portOf(origin)]
    const empty = await cli('logs', ...here)
    expect([empty.code, empty.stdout]).toEqual([0, 'There are no log groups in us-east-1.\n'])

    const logStreamName = 's'
    const put = async (logGroupName: string, ...messages: string[]) => {
      const logEvents = messages.map((message) => ({ timestamp: Date.now(), message }))
      await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }))
    }
    for (const logGroupName of ['/app/access', '/app/other']) {
      await logs.send(new CreateLogGroupCommand({ logGroupName }))
      await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }))
    }
    await put('/app/access', '{"status":"200"}', '{"status":"401"}')
    expect((await cli('logs', ...here)).stdout).toMatch(/^\/app\/access {2}last event 20\S+Z\n\/app\/other {3}empty\n$/)
    const shown = await cli('logs', 'access', ...here)
    expect(shown.stdout).toMatch(/^20\S+Z \{"status":"200"\}\n20\S+Z \{"status":"401"\}\n$/)
    const filtered = await cli('logs', '/app/access', ...here, '--filter', '{ $.status = "401" }', '--format', 'json')
    expect(JSON.parse(filtered.stdout)).toMatchObject({
      group: '/app/access',
      stream: 's',
      message: '{"status":"401"}',
    })
    const several = await cli('logs', '/app', ...here)
    expect([several.code, several.stderr]).toEqual([
      1,
      'sallyport: /app fits several log groups\n/app/access\n/app/other\n',
    ])
    expect((await cli('logs', 'nothing', ...here)).code).toBe(1)

    const child = spawn(process.execPath, [cliPath, 'logs', '--follow', ...here], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      let output = ''
      child.stdout.on('data', (part: Buffer) => {
        output += part.toString()
      })
      await until('what was there', () => output.includes('"401"'))
      await put('/app/other', 'what came')
      await until('what came', () => output.includes('/app/other what came'))
      expect(output.split('\n')).toHaveLength(4)
    } finally {
      child.kill('SIGINT')
    }
  })
})

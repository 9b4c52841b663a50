import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WITHOUT_LINT } from '../support/cdk.ts'
import { cliPath, root } from '../support/paths.ts'
import { run } from '../support/run.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'
import { until } from '../support/until.ts'

const APP = `
const { App, Stack } = require('aws-cdk-lib')
const lambda = require('aws-cdk-lib/aws-lambda')

const app = new App()
const stack = new Stack(app, 'Orders')
const orders = new lambda.Function(stack, 'Handler', {
  functionName: 'orders',
  runtime: lambda.Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: lambda.Code.fromAsset('code'),
})
orders.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE })
`
const saying = (text: string) => `exports.handler = async () => ${JSON.stringify(text)}\n`
const isRunning = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

// Each step goes on from the one before it.
describe('a day with sallyport dev', () => {
  // Where an app finds its packages.
  const app = mkdtempSync(join(root, 'examples', '.dev-day-'))
  const dataDir = join(app, '.sallyport')
  const { PATH, HOME } = process.env
  const env = { PATH, HOME, AWS_REGION: 'us-east-1', ...WITHOUT_LINT }
  let server: SallyportProcess
  let child: ChildProcess
  let output = ''
  let origin = ''

  beforeAll(async () => {
    // As `cdk init` has it: nothing in JavaScript is watched.
    write('cdk.json', JSON.stringify({ app: 'node bin/app.cjs', watch: { include: ['**'], exclude: ['**/*.js'] } }))
    write('bin/app.cjs', APP)
    write('code/index.js', saying('one'))
    server = await startSallyport({ dataDir })
    origin = server.origin
    child = spawn(process.execPath, [cliPath, 'dev', '--data-dir', dataDir], { cwd: app, env })
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (output += text))
  })
  afterAll(async () => {
    child?.kill('SIGKILL')
    await server?.stop()
    rmSync(app, { recursive: true, force: true })
  })

  function write(file: string, text: string): void {
    mkdirSync(dirname(join(app, file)), { recursive: true })
    writeFileSync(join(app, file), text)
  }

  /** What is told until a round is over. */
  async function told(act: () => void = () => {}): Promise<string> {
    const from = output.length
    act()
    await until('the end of a round', async () => /deployed in|^sallyport: /m.test(output.slice(from)), {
      withinMs: 60_000,
    })
    return output.slice(from)
  }

  async function answer(): Promise<string> {
    const [line = ''] = output.match(/curl '[^']+lambda-url[^']+'/g)?.slice(-1) ?? []
    return (await fetch(line.slice("curl '".length, -1))).text()
  }

  it('begins on the server that runs', async () => {
    const text = await told()
    expect(text).toContain(`Deploying to ${origin}`)
    expect(await answer()).toBe('one')
  })

  it('leaves nothing out that the server decides', async () => {
    const args = [cliPath, 'dev', '--data-dir', dataDir, '--inspect']
    const { code, output } = await run(process.execPath, args, { cwd: app, env })
    expect([code, output]).toEqual([1, expect.stringContaining('which was started without --inspect')])
  })

  it('deploys a function whose code is excluded', async () => {
    expect(await told(() => write('code/index.js', saying('two')))).toContain('code/index.js changed')
    expect(await answer()).toBe('two')
  })

  it('goes on when the server is gone, with all that was there', async () => {
    await server.kill()
    const text = await told(() => write('code/index.js', saying('three')))
    expect(text).toContain(`no server answers on ${origin} any more`)
    expect(text).toContain('Sallyport serves on ')
    expect(text).toContain('~ AWS::Lambda::Function  Orders/Handler')
    expect(await answer()).toBe('three')
  })

  it('names a stack that the app no longer has', async () => {
    const text = await told(() =>
      write('bin/app.cjs', APP.replace("'Orders'", "'Renamed'").replace("'orders'", "'new'")),
    )
    expect(text).toContain('Orders is in the app no more, and stays')
  })

  it('is broken off in the middle of an app’s run, and leaves nothing running', async () => {
    const pidFile = join(app, 'pid')
    write('bin/app.cjs', `require('fs').writeFileSync('pid', String(process.pid)); setInterval(() => {}, 1000)`)
    await until('the app', async () => existsSync(pidFile) && readFileSync(pidFile, 'utf8') !== '')
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGINT')
    expect(await ended).toBe(0)
    await until('the end of the app', async () => !isRunning(Number(readFileSync(pidFile, 'utf8'))))
  })
})

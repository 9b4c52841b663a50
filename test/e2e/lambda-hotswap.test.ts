import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CdkTarget, cdk, environmentFor, WITHOUT_LINT } from '../support/cdk.ts'
import { awsClients } from '../support/clients.ts'
import { awsCliPath, cdkPath, root } from '../support/paths.ts'
import { run } from '../support/run.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'
import { until } from '../support/until.ts'

const REGION = 'us-east-1'
const fixture = join(root, 'test', 'fixtures', 'one-function.cjs')

// Each step goes on from the one before it.
describe('a function that is edited', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-hotswap-'))
  const code = join(folder, 'code')
  let sallyport: SallyportProcess
  let target: CdkTarget
  beforeAll(async () => {
    mkdirSync(code)
    const watch = { include: ['code/**'], exclude: ['cdk.out'] }
    writeFileSync(
      join(folder, 'cdk.json'),
      JSON.stringify({ app: `node ${fixture}`, context: { code }, watch, notices: false }),
    )
    sallyport = await startSallyport()
    target = { origin: sallyport.origin, region: REGION, out: join(folder, 'cdk.out'), app: folder }
    await succeeds('bootstrap', `aws://000000000000/${REGION}`)
  })
  afterAll(async () => {
    await sallyport?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function succeeds(...args: string[]): Promise<string> {
    const { code, output } = await cdk(target, args)
    expect(code, output).toBe(0)
    return output
  }

  const write = (says: string) =>
    writeFileSync(
      join(code, 'index.mjs'),
      `export const handler = async ({ name }) => {
        console.log('greets', name)
        return \`\${process.env.GREETING} \${name}, ${says}\`
      }`,
    )

  async function call(name = 'you'): Promise<string> {
    const { lambda } = awsClients(target)
    const Payload = JSON.stringify({ name })
    const answer = await lambda.send(new InvokeCommand({ FunctionName: 'one-function', Payload }))
    expect(answer.FunctionError).toBeUndefined()
    return JSON.parse(answer.Payload?.transformToString() ?? '')
  }

  async function lastUpdate() {
    const { cloudFormation } = awsClients(target)
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: 'OneFunction' }))
    return Stacks?.[0]?.LastUpdatedTime ?? Stacks?.[0]?.CreationTime
  }

  it('is deployed', async () => {
    write('first')
    await succeeds('deploy', '--require-approval', 'never')
    expect(await call()).toBe('hello you, first')
  })

  it('is swapped by cdk deploy --hotswap with its variables, past its stack', async () => {
    const before = await lastUpdate()
    write('second')
    expect(await succeeds('deploy', '--hotswap', '-c', 'greeting=welcome')).toMatch(/one-function.*hotswapped/s)
    expect(await call()).toBe('welcome you, second')
    expect(await lastUpdate()).toEqual(before)
  })

  it('is swapped by cdk watch, which shows what it logs', async () => {
    const watching = spawn(cdkPath, ['watch', '--output', target.out, '-c', 'greeting=hi'], {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environmentFor(target), ...WITHOUT_LINT },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let shown = ''
    for (const stream of [watching.stdout, watching.stderr]) stream.on('data', (chunk) => (shown += chunk))
    const exited = new Promise((resolve) => watching.once('exit', resolve))
    try {
      await until('its first deployment', async () => (await call()) === 'hi you, second')
      write('third')
      await until('its swap', async () => (await call()) === 'hi you, third')
      await call('watcher')
      await until(`the log, after:\n${shown}`, () => /one-function\].*greets watcher/.test(shown))
    } finally {
      watching.kill('SIGTERM')
      await exited
    }
  })

  it.skipIf(!existsSync(awsCliPath))('has logs that the AWS CLI filters', async () => {
    const filter = ['--log-group-name', '/aws/lambda/one-function', '--filter-pattern', '"greets watcher"']
    const { code, stdout, output } = await run(awsCliPath, ['logs', 'filter-log-events', ...filter], {
      env: environmentFor(target),
    })
    expect(code, output).toBe(0)
    expect(JSON.parse(stdout).events).toEqual([
      expect.objectContaining({ message: expect.stringMatching(/^\S+\t[-0-9a-f]+\tINFO\tgreets watcher\n$/) }),
    ])
  })
})

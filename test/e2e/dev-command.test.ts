import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WITHOUT_LINT } from '../support/cdk.ts'
import { callExample, type DeployedExample, exampleToken, readExample } from '../support/deployed-example.ts'
import { cliPath, examplePath, root } from '../support/paths.ts'
import { run } from '../support/run.ts'
import { until } from '../support/until.ts'

// Each step goes on from the one before it.
describe('sallyport dev', () => {
  // Where an app finds its packages.
  const app = mkdtempSync(join(root, 'examples', '.dev-'))
  let child: ChildProcess | undefined
  let output = ''
  let origin = ''
  let example: DeployedExample

  beforeAll(() => {
    for (const name of ['bin', 'lib', 'cdk.json', 'package.json', 'tsconfig.json']) {
      cpSync(join(examplePath, name), join(app, name), { recursive: true })
    }
    const { PATH, HOME } = process.env
    child = spawn(process.execPath, [cliPath, 'dev', '--port', '0'], {
      cwd: app,
      env: { PATH, HOME, AWS_REGION: 'us-east-1', ...WITHOUT_LINT },
    })
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (output += text))
  })
  afterAll(async () => {
    child?.kill('SIGKILL')
    rmSync(app, { recursive: true, force: true })
  })

  /** The next time that it has nothing more to do. */
  async function nextEnd(): Promise<string> {
    const from = output.length
    await until('the end of a round', async () => /deployed in|^sallyport: /m.test(output.slice(from)), {
      withinMs: 60_000,
    })
    return output.slice(from)
  }

  function edit(file: string, before: string, after: string): Promise<string> {
    const path = join(app, file)
    const told = nextEnd()
    writeFileSync(path, readFileSync(path, 'utf8').replace(before, after))
    return told
  }

  async function messageOf(): Promise<unknown> {
    const { access_token: token } = await exampleToken(origin, example)
    return (await callExample(origin, example, token)).json()
  }

  it('starts a server, deploys the app, and says how to call it', async () => {
    await nextEnd()
    origin = /serves on (\S+)/.exec(output)?.[1] ?? ''
    example = await readExample({ origin, region: 'us-east-1' })
    expect(output).toContain(`'${origin}/_aws/execute-api/${example.apiId}/prod/awesomeapi'`)
    expect(output).toContain(`${origin}/_sallyport/`)
    expect(await messageOf()).toMatchObject({ message: 'Hello From Protected Resource' })
  })

  it('deploys what is edited, and shows it', async () => {
    const told = await edit('lib/api-gateway-stack.ts', 'Hello From Protected Resource', 'Hello again')
    expect(told).toContain('lib/api-gateway-stack.ts changed')
    expect(told).toMatch(/ResponseTemplates\.application\/json: .*Hello From.* → .*Hello again/)
    expect(told).not.toContain('no changes')
    expect(await messageOf()).toMatchObject({ message: 'Hello again' })
  })

  it('tells of an app that does not compile, and goes on when it does', async () => {
    expect(await edit('lib/cognito-stack.ts', 'export class', 'oops export class')).toMatch(
      /the app ended with exit code 1/,
    )
    expect(await messageOf()).toMatchObject({ message: 'Hello again' })
    const mended = await edit('lib/cognito-stack.ts', 'oops export class', 'export class')
    expect(mended).toMatch(/deployed in/)
  })

  it('has written what the app writes without it', async () => {
    const { port } = new URL(origin)
    const env = { AWS_REGION: 'us-east-1', ...WITHOUT_LINT }
    const { code, output } = await run(process.execPath, [cliPath, 'diff', '--fail', '--port', port], { cwd: app, env })
    expect(code, output).toBe(0)
  })

  it('ends with Ctrl-C, and its server with it', async () => {
    const ended = new Promise((resolve) => child?.once('exit', resolve))
    child?.kill('SIGINT')
    expect(await ended).toBe(0)
    await expect(fetch(`${origin}/_sallyport/health`)).rejects.toThrow()
  })
})

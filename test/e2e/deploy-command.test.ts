import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CdkTarget, cdk, environmentFor, WITHOUT_LINT } from '../support/cdk.ts'
import { callExample, exampleToken, readExample } from '../support/deployed-example.ts'
import { cliPath, examplePath, lambdaBackendPath } from '../support/paths.ts'
import { run } from '../support/run.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'

// Each step goes on from the one before it.
describe('sallyport deploy, beside the CDK CLI', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-deploy-'))
  let sallyport: SallyportProcess
  let target: CdkTarget

  beforeAll(async () => {
    sallyport = await startSallyport()
    target = { origin: sallyport.origin, region: 'us-east-1', out: join(folder, 'cdk.out') }
  })
  afterAll(async () => {
    await sallyport.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Runs the command in the folder of an app. */
  function sallyportIn(cwd: string, ...args: string[]) {
    const { port } = new URL(sallyport.origin)
    const env = { ...environmentFor(target), ...WITHOUT_LINT }
    return run(process.execPath, [cliPath, ...args, '--port', port], { cwd, env })
  }

  it('deploys an app to a place that nobody has bootstrapped', async () => {
    const { code, output } = await sallyportIn(examplePath, 'deploy')
    expect(code, output).toBe(0)
    expect(output).toContain('bootstrapped 000000000000/us-east-1')
    expect(output).toMatch(/ApiGatewayStack\n(.*\n)* {2}created \(\d+\.\d\d s\)\n {2}awesomeapiEndpoint/)
    const example = await readExample(target)
    const { access_token: token } = await exampleToken(sallyport.origin, example)
    expect((await callExample(sallyport.origin, example)).status).toBe(401)
    expect((await callExample(sallyport.origin, example, token)).status).toBe(200)
  })

  it('leaves nothing for the CDK CLI to change, whose bootstrap updates the one made here', async () => {
    const diff = await cdk(target, ['diff', '--all', '--fail'])
    expect(diff.code, diff.output).toBe(0)
    const bootstrap = await cdk(target, ['bootstrap'])
    expect(bootstrap.code, bootstrap.output).toBe(0)
    expect(bootstrap.output).toMatch(/Environment aws:\/\/000000000000\/us-east-1 bootstrapped\.?\n/)
  })

  it('shows a change before it is made, and makes it in place', async () => {
    const before = await readExample(target)
    const difference = /UserPoolClient .*\n +AccessTokenValidity: 60 → 30\n/
    const compared = await sallyportIn(examplePath, 'diff', '-c', 'accessTokenMinutes=30', '--fail')
    expect(compared.code).toBe(1)
    expect(compared.stdout).toMatch(difference)
    const { code, stdout } = await sallyportIn(examplePath, 'deploy', '-c', 'accessTokenMinutes=30')
    expect([code, stdout]).toEqual([0, expect.stringMatching(difference)])
    const after = await readExample(target)
    expect(after).toEqual(before)
    expect(await exampleToken(sallyport.origin, after)).toMatchObject({ expires_in: 1800 })
  })

  it('goes on from what the CDK CLI has deployed', async () => {
    const deployed = await cdk(target, ['deploy', '--all', '--require-approval', 'never'])
    expect(deployed.code, deployed.output).toBe(0)
    const compared = await sallyportIn(examplePath, 'diff', target.out, '--fail')
    expect([compared.code, compared.stdout]).toEqual([0, expect.stringContaining('There are no differences.')])
  })

  it('deploys functions with their code, and deletes everything', async () => {
    const deployed = await sallyportIn(lambdaBackendPath, 'deploy', '--json')
    expect(deployed.code, deployed.output).toBe(0)
    const events = deployed.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(events).toContainEqual(expect.objectContaining({ event: 'asset', bytes: expect.any(Number) }))
    expect(events.at(-1)).toMatchObject({ event: 'done', outcome: 'created' })
    for (const app of [lambdaBackendPath, examplePath]) {
      const destroyed = await sallyportIn(app, 'destroy')
      expect(destroyed.code, destroyed.output).toBe(0)
    }
    const { stdout } = await sallyportIn(examplePath, 'status', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ stacks: [{ name: 'CDKToolkit' }], apis: [], domains: [] })
  })

  it('says what is wrong with an app, and what it was told', async () => {
    const failing = await sallyportIn(examplePath, 'deploy', 'echo oops >&2; exit 3')
    expect([failing.code, failing.stderr]).toEqual([
      1,
      expect.stringMatching(/^oops\nsallyport: the app ended with exit code 3: /),
    ])
    const empty = join(folder, 'empty')
    mkdirSync(empty)
    const nowhere = await sallyportIn(empty, 'deploy')
    expect([nowhere.code, nowhere.stderr]).toEqual([1, expect.stringContaining('holds no app')])
    const unpaired = await sallyportIn(examplePath, 'deploy', '-c', 'stage')
    expect([unpaired.code, unpaired.stderr]).toEqual([1, 'sallyport: stage is not of the form key=value\n'])
  })
})

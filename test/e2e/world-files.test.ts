import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { environmentFor, WITHOUT_LINT } from '../support/cdk.ts'
import { callExample, exampleToken, readExample } from '../support/deployed-example.ts'
import { cliPath, examplePath } from '../support/paths.ts'
import { type Finished, run } from '../support/run.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'

// Each step goes on from the one before it.
describe('a world in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-worlds-'))
  const file = join(folder, 'world.json')
  const servers: SallyportProcess[] = []
  afterAll(async () => {
    for (const server of servers) await server.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function start(...args: string[]): Promise<SallyportProcess> {
    const server = await startSallyport({ args })
    servers.push(server)
    return server
  }

  function sallyport(server: SallyportProcess, ...args: string[]): Promise<Finished> {
    const { origin } = server
    const env = { ...environmentFor({ origin, region: 'us-east-1' }), ...WITHOUT_LINT }
    return run(process.execPath, [cliPath, ...args, '--port', new URL(origin).port], { cwd: examplePath, env })
  }

  async function call({ origin }: SallyportProcess): Promise<number> {
    const example = await readExample({ origin, region: 'us-east-1' })
    const { access_token: token } = await exampleToken(origin, example)
    return (await callExample(origin, example, token)).status
  }

  it('is written by a server that has something deployed', async () => {
    const server = await start()
    const deployed = await sallyport(server, 'deploy')
    expect(deployed.code, deployed.output).toBe(0)
    const exported = await sallyport(server, 'export', file)
    expect([exported.code, exported.stdout]).toEqual([0, expect.stringContaining('with its keys and secrets')])
    const again = join(folder, 'again.json')
    await sallyport(server, 'export', again)
    expect(readFileSync(again).equals(readFileSync(file))).toBe(true)
  })

  it('is what another server starts from', async () => {
    const [first] = servers
    const server = await start('--from', file)
    expect(await call(server)).toBe(200)
    const ids = ({ origin }: SallyportProcess) => readExample({ origin, region: 'us-east-1' })
    expect(await ids(server)).toEqual(await ids(first as SallyportProcess))
  })

  it('is taken in by a server that runs, or changes nothing', async () => {
    const server = await start()
    const damaged = join(folder, 'damaged.json')
    writeFileSync(damaged, readFileSync(file, 'utf8').slice(0, -1000))
    const refused = await sallyport(server, 'import', damaged, '--yes')
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringMatching(/damaged\.json is no world: it is not JSON/),
    ])
    expect((await sallyport(server, 'import', file)).stderr).toContain('Say so with --yes.')
    const imported = await sallyport(server, 'import', file, '--yes')
    expect(imported.code, imported.output).toBe(0)
    expect(await call(server)).toBe(200)
  })
})

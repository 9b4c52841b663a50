import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { compilePacked, installPacked } from '../support/packed.ts'
import { root } from '../support/paths.ts'
import { run } from '../support/run.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'

/** A folder in which nothing is installed but the packed package and Node's types. */
const folder = mkdtempSync(join(tmpdir(), 'sallyport-package-'))
let server: SallyportProcess | undefined

const PROGRAM = `
import { startSallyport as startForTests, type Sallyport } from 'sallyport/testing'
import { manualClock, openRuntime, type Runtime, type Server, type Settings, serve, startSallyport, VERSION } from 'sallyport'

const clock = manualClock(Date.UTC(2030, 0, 1))
const runtime: Runtime = await openRuntime({ record: ['AWS::SNS::Topic'] }, { clock })
const health = await runtime.fetch('/_sallyport/health')
const server: Server = await serve(runtime)
const overThePort = await fetch(server.origin + '/_sallyport/health')
await runtime.close()

const settings: Settings = { dataDir: 'state', logLevel: 'silent' }
const sallyport = await startSallyport(settings)
const { stacks } = await sallyport.status()
await sallyport.close()

const aws: Sallyport = await startForTests()
const Word = { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Name: '/word', Value: 'x' } }
const { outputs } = await aws.deploy<{ Name: string }>({ Resources: { Word }, Outputs: { Name: { Value: { Ref: 'Word' } } } })
await aws.close()
console.log(JSON.stringify([VERSION, health.status, overThePort.status, stacks, runtime.clock.now(), outputs.Name]))
`

const WRONG = `
import { openRuntime, startSallyport } from 'sallyport'
await startSallyport({ port: 'many' })
await openRuntime({ prot: 1 })
`

const { version: VERSION } = JSON.parse(readFileSync(join(root, 'packages', 'runtime', 'package.json'), 'utf8'))
const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

beforeAll(() => installPacked(folder, ['runtime'], [`@types/node@${devDependencies['@types/node']}`]))
afterAll(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const compile = (name: string, text: string) => compilePacked(folder, name, text)

it('has types that a strict program compiles with, and works in it', async () => {
  const compiled = await compile('program.ts', PROGRAM)
  expect(compiled.code, compiled.output).toBe(0)
  const ran = await run(process.execPath, ['program.js'], { cwd: folder })
  expect(ran.code, ran.output).toBe(0)
  expect(JSON.parse(ran.stdout)).toEqual([VERSION, 200, 200, [], Date.UTC(2030, 0, 1), '/word'])
})

it('has types that refuse what cannot be meant', async () => {
  const { code, stdout } = await compile('wrong.ts', WRONG)
  expect(code).not.toBe(0)
  expect(stdout).toMatch(/wrong\.ts\(3,.*'string' is not assignable to type 'number'/)
  expect(stdout).toMatch(/wrong\.ts\(4,.*'prot' does not exist/)
})

it('installs a program that serves, tells its state and its version, and stops', async () => {
  const program = join(folder, 'node_modules', '.bin', 'sallyport')
  server = await startSallyport({ program })
  const sallyport = (...args: string[]) => run(program, args, { cwd: folder })
  const { port } = new URL(server.origin)
  expect(await sallyport('--version')).toMatchObject({ code: 0, stdout: `${VERSION}\n` })
  expect(await sallyport('status', '--port', port)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Nothing is deployed.'),
  })
  expect(await sallyport('stop', '--port', port)).toMatchObject({ code: 0 })
  expect(await server.stop()).toBe(0)
})

it('brings the pages of the console', () => {
  const pages = join(folder, 'node_modules', 'sallyport', 'console')
  expect(readFileSync(join(pages, 'index.html'), 'utf8')).toMatch(/<script[^>]* src="/)
  expect(readdirSync(join(pages, 'assets'))).not.toEqual([])
})

// To publish for real, npm wants somebody who is logged in; that it says so here is no fault of the packages.
const LOG_IN = 'npm warn publish This command requires you to be logged in'

it.each(['runtime', 'cdk'])('npm would publish packages/%s, and has nothing to warn of', async (name) => {
  const publishing = ['publish', '--dry-run', '--ignore-scripts']
  const { code, output } = await run('npm', publishing, { cwd: join(root, 'packages', name) })
  expect(code, output).toBe(0)
  const warnings = output.split('\n').filter((line) => line.startsWith('npm warn') && !line.startsWith(LOG_IN))
  expect(warnings).toEqual([])
})

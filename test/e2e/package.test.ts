import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
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

const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

beforeAll(async () => {
  const packing = ['pack', '--ignore-scripts', '--pack-destination', folder, '--json']
  const packed = await run('npm', packing, { cwd: join(root, 'packages', 'runtime') })
  expect(packed.code, packed.output).toBe(0)
  const [{ filename }] = JSON.parse(packed.stdout)
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  const wanted = [`./${filename}`, `@types/node@${devDependencies['@types/node']}`]
  const installed = await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', ...wanted], {
    cwd: folder,
  })
  expect(installed.code, installed.output).toBe(0)
})
afterAll(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/**
 * Compiles a program of the folder as strictly as TypeScript can, the package's own declarations included: with 5.9, which
 * is older than the compiler that wrote them.
 */
function compile(name: string, text: string) {
  writeFileSync(join(folder, name), text)
  const flags = ['--strict', '--exactOptionalPropertyTypes', '--module', 'NodeNext', '--target', 'ES2022']
  return run(join(root, 'node_modules', 'typescript', 'bin', 'tsc'), [...flags, '--types', 'node', name], {
    cwd: folder,
  })
}

it('has types that a strict program compiles with, and works in it', async () => {
  const compiled = await compile('program.ts', PROGRAM)
  expect(compiled.code, compiled.output).toBe(0)
  const ran = await run(process.execPath, ['program.js'], { cwd: folder })
  expect(ran.code, ran.output).toBe(0)
  const { version } = JSON.parse(readFileSync(join(root, 'packages', 'runtime', 'package.json'), 'utf8'))
  expect(JSON.parse(ran.stdout)).toEqual([version, 200, 200, [], Date.UTC(2030, 0, 1), '/word'])
})

it('has types that refuse what cannot be meant', async () => {
  const { code, stdout } = await compile('wrong.ts', WRONG)
  expect(code).not.toBe(0)
  expect(stdout).toMatch(/wrong\.ts\(3,.*'string' is not assignable to type 'number'/)
  expect(stdout).toMatch(/wrong\.ts\(4,.*'prot' does not exist/)
})

it('installs a program that serves', async () => {
  const program = join(folder, 'node_modules', '.bin', 'sallyport')
  server = await startSallyport({ program })
  const status = await run(program, ['status', '--port', new URL(server.origin).port], { cwd: folder })
  expect([status.code, status.stdout]).toEqual([0, expect.stringContaining('Nothing is deployed.')])
})

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { PREAMBLE, testingApi } from '../../scripts/docs/testing-api.mjs'
import { writeOrdersAssembly } from '../support/orders-assembly.ts'
import { root } from '../support/paths.ts'
import { run } from '../support/run.ts'

const API = testingApi()
const DECLARATIONS = join(root, 'packages', 'runtime', 'build', 'testing.d.ts')

// Where a program finds the packages of this repository.
const folder = mkdtempSync(join(root, 'test', '.examples-'))
const FILE = 'examples.test.ts'
beforeAll(() => {
  writeOrdersAssembly(folder)
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  // Otherwise the one of this repository would be found.
  writeFileSync(join(folder, 'vitest.config.mjs'), 'export default { test: { testTimeout: 60_000 } }')
  writeFileSync(join(folder, FILE), programOf(API))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Deploying the same again changes nothing, so that each begins where the first one did. */
const BEGIN = PREAMBLE.replace('startSallyport()', 'startSallyport({ from: await world })')
const WORLD = `const world = startSallyport().then(async (aws) => {
  await aws.deploy('cdk.out')
  const snapshot = await aws.snapshot()
  await aws.close()
  return snapshot
})`

/** All examples as one file of tests: what imports and declares stands at its top, the rest in a test of its own. */
function programOf(api: typeof API): string {
  const exported = api.map(({ kind, name }) => (kind === 'type' ? `type ${name}` : name))
  const top = new Set([`import { ${exported.join(', ')} } from 'sallyport/testing'`])
  const tests = api.map(({ name, example }) => {
    const parts = example.split('\n\n')
    const own = parts.filter((part) => /^(import|declare) /.test(part))
    for (const part of own) top.add(part)
    const body = parts.filter((part) => !own.includes(part)).join('\n\n')
    if (/^it\(/m.test(body)) return `describe('${name}', () => {\n${body}\n})`
    return `test('${name}', async () => {\n${BEGIN}\n{\n${body}\n}\n})`
  })
  const runner = "import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest'"
  return [runner, ...[...top].filter((line) => !line.endsWith("from 'vitest'")), WORLD, ...tests, ''].join('\n\n')
}

it('the example of each exported name runs', async () => {
  const vitest = join(root, 'node_modules', '.bin', 'vitest')
  const env = { NO_COLOR: '1', CDK_VALIDATION: 'false' }
  const { code, output } = await run(vitest, ['run', '--root', '.'], { cwd: folder, env })
  expect(code, output).toBe(0)
  expect(output).toMatch(new RegExp(`Tests +${API.length} passed`))
})

it('the example of each exported name compiles strictly', async () => {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const strict = ['--strict', '--exactOptionalPropertyTypes', '--noEmit', '--skipLibCheck', '--types', 'node']
  const target = ['--module', 'NodeNext', '--target', 'ES2022', '--lib', 'ES2023,ESNext.Disposable']
  const { code, output } = await run(process.execPath, [compiler, ...strict, ...target, FILE], { cwd: folder })
  expect(code, output).toBe(0)
})

it('no exported type is any', () => {
  const looked = new Set<string>()
  const found: string[] = []
  const look = (path: string) => {
    if (looked.has(path)) return
    looked.add(path)
    const text = readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
    if (/\bany\b/.test(text)) found.push(path)
    for (const [, next = ''] of text.matchAll(/from '(\.[^']*)\.(?:ts|js)'/g)) look(join(dirname(path), `${next}.d.ts`))
  }
  look(DECLARATIONS)
  expect(looked.size).toBeGreaterThan(20)
  expect(found).toEqual([])
})

import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type CommandRun, runCommand } from '../../cdk-app/run-command.ts'
import { openWarmApp, type WarmApp } from './warm-app.ts'

// The processes are real, of apps that need a library of the CDK's name.
const LIBRARY = `
  require('node:fs').writeFileSync(process.env.LOADED, '')
  exports.version = 'one'
`
const APP = `
  const { version } = require('aws-cdk-lib')
  const { PATH, LOADED, OUT, ...env } = process.env
  require('node:fs').writeFileSync(OUT, JSON.stringify({ word: 'hello', version, env, pid: process.pid }))
`
let app: string
let warm: WarmApp
let begun: number

beforeEach(async () => {
  app = realpathSync(mkdtempSync(join(tmpdir(), 'sallyport-warm-')))
  write('node_modules/aws-cdk-lib/index.js', LIBRARY)
  write('bin/app.js', APP)
  begun = 0
  warm = await openWarmApp((run) => {
    begun++
    return runCommand(run)
  })
})
afterEach(() => {
  warm.close()
  rmSync(app, { recursive: true, force: true })
})

function write(path: string, text: string): void {
  mkdirSync(dirname(join(app, path)), { recursive: true })
  writeFileSync(join(app, path), text)
}

async function run(more: NodeJS.ProcessEnv = {}, command = 'node bin/app.js') {
  const env = { PATH: process.env.PATH, LOADED: join(app, 'loaded'), OUT: join(app, 'out.json'), ...more }
  const asked: CommandRun = { command, directory: app, env }
  rmSync(env.OUT, { force: true })
  await warm.run(asked)
  return JSON.parse(readFileSync(env.OUT, 'utf8'))
}

/** The process of the next run has loaded the library. */
async function prepared(): Promise<void> {
  rmSync(join(app, 'loaded'), { force: true })
  warm.prepare()
  await vi.waitFor(() => expect(existsSync(join(app, 'loaded'))).toBe(true), 20_000)
}

it('runs what the app is at the time, in a process that was ready before', async () => {
  const first = await run({ NODE_OPTIONS: '--no-warnings' })
  await prepared()
  expect(existsSync(join(app, 'out.json'))).toBe(true)
  write('bin/app.js', APP.replace('hello', 'good morning'))
  const second = await run({ NODE_OPTIONS: '--no-warnings' })
  expect(second).toMatchObject({ word: 'good morning', version: 'one' })
  expect(second.pid).not.toBe(first.pid)
  expect(second.env).toEqual(first.env)
  expect(second.env).toMatchObject({ NODE_OPTIONS: '--no-warnings' })
  expect(Object.keys(second.env)).not.toContain('SALLYPORT_WARM_RUN')
  expect(begun).toBe(2)
})

it('sees that a library has changed since it was loaded', async () => {
  await run()
  await prepared()
  write('node_modules/aws-cdk-lib/index.js', LIBRARY.replace('one', 'three'))
  expect(await run()).toMatchObject({ version: 'three' })
  expect(begun).toBe(3)
})

it('begins again for other variables', async () => {
  await run()
  await prepared()
  expect((await run({ STAGE: 'test' })).env).toMatchObject({ STAGE: 'test' })
  expect(begun).toBe(3)
})

it('tells how the app ended, and goes on', async () => {
  await run()
  await prepared()
  write('bin/app.js', 'process.exit(3)')
  await expect(run()).rejects.toThrow('the app ended with exit code 3')
  await prepared()
  write('bin/app.js', APP)
  expect(await run()).toMatchObject({ word: 'hello' })
  expect(begun).toBe(3)
})

it('runs what comes before the app when the app is wanted, and keeps the process where that fails', async () => {
  const command = 'node bin/compile.js && node bin/app.js'
  const compiles = (word: string) =>
    write(
      'bin/compile.js',
      `require('node:fs').writeFileSync('bin/app.js', ${JSON.stringify(APP)}.replace('hello', '${word}'))`,
    )
  compiles('first')
  expect(await run({}, command)).toMatchObject({ word: 'first' })
  await prepared()
  write('bin/compile.js', 'process.exit(2)')
  await expect(run({}, command)).rejects.toThrow(/^the app ended with exit code 2: node bin\/compile\.js$/)
  compiles('second')
  expect(await run({}, command)).toMatchObject({ word: 'second' })
  // Twice the app, thrice what comes before it.
  expect(begun).toBe(5)
})

it('tells the line of the app that has thrown', async () => {
  write('bin/app.js', `const { fail } = require('../lib/other.js')\nfail()\n`)
  write('node_modules/aws-cdk-lib/fail.js', 'module.exports = () => { throw new Error("no") }')
  write('lib/other.js', `const fail = require('aws-cdk-lib/fail.js')\nexports.fail = () => {\n  fail()\n}\n`)
  await expect(run()).rejects.toThrow(/ended with exit code 1: node bin\/app\.js\n {4}at .*lib\/other\.js:3:3$/)
})

it('begins again where the process that waited is gone', async () => {
  await run()
  write('node_modules/aws-cdk-lib/index.js', 'process.exit(0)')
  warm.prepare()
  write('node_modules/aws-cdk-lib/index.js', LIBRARY)
  expect(await run()).toMatchObject({ version: 'one' })
})

it('starts nothing early whose process does not report', async () => {
  write('bin/app.ts', '')
  write('bin/other.cjs', APP)
  const command = 'node --no-warnings node_modules/run.js bin/app.ts'
  write('node_modules/run.js', `require('../bin/other.cjs')`)
  expect(await run({}, command)).toMatchObject({ word: 'hello' })
  warm.prepare()
  expect(await run({}, command)).toMatchObject({ word: 'hello' })
  expect(begun).toBe(2)
})

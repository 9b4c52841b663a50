// The action's step: installs Sallyport where the project has none, starts it, and waits until it serves.
import { spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { exportLines, input, printGroup, saveState, setOutput } from './workflow.mjs'

const DEADLINE_MS = 60_000
const workspace = process.env.GITHUB_WORKSPACE ?? process.cwd()
const folder = join(process.env.RUNNER_TEMP ?? workspace, 'sallyport')
const log = join(folder, 'sallyport.log')

await main().catch((error) => {
  console.log(`::error title=Sallyport did not start::${error.message}`)
  if (existsSync(log)) printGroup('Its log', [readFileSync(log, 'utf8')])
  process.exitCode = 1
})

async function main() {
  mkdirSync(folder, { recursive: true })
  const program = installed()
  const more = input('arguments')
    .split('\n')
    .map((line) => line.trim())
  const server = start(program, ['--port', input('port'), ...more.filter(Boolean)])
  const origin = await untilServing(server)
  saveState('origin', origin)
  setOutput('origin', origin)
  setOutput('log', log)
  const proxy = input('proxy') === 'true' ? ['--proxy'] : []
  exportLines(run(program, ['env', '--port', new URL(origin).port, '--format', 'github', ...proxy]))
  console.log(`Sallyport serves on ${origin}. Later steps find it in their environment.`)
}

/** The program of the `package` that was asked for, or else the project's own. */
function installed() {
  const wanted = input('package')
  const own = join(workspace, 'node_modules', 'sallyport')
  if (wanted === '' && existsSync(own)) return programIn(own)
  const name = wanted === '' ? 'sallyport' : wanted
  const file = resolve(workspace, name)
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  run(npm, ['install', '--prefix', folder, '--no-audit', '--no-fund', existsSync(file) ? file : name], {
    shell: process.platform === 'win32',
  })
  return programIn(join(folder, 'node_modules', 'sallyport'))
}

function programIn(modules) {
  return join(modules, 'bin', 'sallyport.js')
}

/** Goes on when this step has ended; the last step stops it. */
function start(program, args) {
  const output = openSync(log, 'w')
  const child = spawn(process.execPath, [program, 'start', '--memory', ...args], {
    cwd: workspace,
    detached: true,
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  child.unref()
  return child
}

async function untilServing(server) {
  const deadline = Date.now() + DEADLINE_MS
  while (Date.now() < deadline) {
    const origin = /http:\/\/127\.0\.0\.1:\d+(?=\s)/.exec(readFileSync(log, 'utf8'))?.[0]
    if (origin && (await isHealthy(origin))) return origin
    if (server.exitCode !== null || server.signalCode !== null) throw new Error(`it ended with ${server.exitCode}`)
    await pause(50)
  }
  server.kill()
  throw new Error(`it did not serve within ${DEADLINE_MS / 1000} seconds`)
}

function isHealthy(origin) {
  return fetch(`${origin}/_sallyport/health`).then(
    ({ ok }) => ok,
    () => false,
  )
}

/** What a program prints; what it says of an error is shown. */
function run(program, args, options = {}) {
  const [command, ...before] = program.endsWith('.js') ? [process.execPath, program] : [program]
  const { status, stdout, error } = spawnSync(command, [...before, ...args], {
    cwd: workspace,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    ...options,
  })
  if (status === 0) return stdout
  throw new Error(`${[program, ...args].join(' ')} failed: ${error?.message ?? `exit code ${status}`}`)
}

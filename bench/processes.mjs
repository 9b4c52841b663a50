// The programs that the benchmarks start and stop.
import { execFile, spawn } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { serverReady } from '../scripts/server-ready.mjs'

const here = dirname(fileURLToPath(import.meta.url))
export const root = dirname(here)
const execute = promisify(execFile)

/** Starts Sallyport, of another checkout if that is wanted, and resolves with { origin, port, pid, readyMs, stop }. */
export async function startSallyport(args, checkout = root) {
  const cli = join(checkout, 'packages', 'runtime', 'dist', 'main.js')
  const started = performance.now()
  const child = spawn(process.execPath, [cli, 'start', '--port', '0', '--log-level', 'warn', ...args], {
    // More calls a second are made than AWS lets an account make. A former commit does not know the setting.
    env: { ...process.env, SALLYPORT_ACCOUNT_THROTTLE: 'off' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const origin = await serverReady(child, { pollMs: 1 })
  const readyMs = performance.now() - started
  return { origin, port: Number(new URL(origin).port), pid: child.pid, readyMs, stop: () => end(child) }
}

/** One of the servers to compare with: a script beside this one that prints its port. */
export async function startBare(script, ...args) {
  const child = spawn(process.execPath, [join(here, script), ...args.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const port = Number(await firstMatch(child, /\d+(?=\n)/))
  return { port, pid: child.pid, stop: () => end(child) }
}

/**
 * Answers per second that a server gives to the load generator, and the processor time that it spends on one of them;
 * throws when an answer was not 200.
 */
export async function load({ port, pid, requests, seconds, connections }, folder) {
  const file = join(folder, 'load.json')
  writeFileSync(file, JSON.stringify({ port, requests, seconds, connections }))
  const before = cpuSeconds(pid)
  const { stdout } = await execute(process.execPath, [join(here, 'load-generator.mjs'), file])
  const spent = cpuSeconds(pid) - before
  const result = JSON.parse(stdout)
  if (result.errors > 0) throw new Error(`${result.errors} of ${result.requests} answers were not 200`)
  return { perSecond: result.perSecond, cpuMicroseconds: (spent / result.total) * 1e6 }
}

/** Runs a script beside this one with what it is given, and resolves with what it prints. */
export async function runScript(script, given) {
  const { stdout } = await execute(process.execPath, [join(here, script), JSON.stringify(given)])
  return JSON.parse(stdout)
}

/** Processor time that all threads of a process and of its children have used, as the scheduler counts it (Linux). */
function cpuSeconds(pid) {
  const threads = readdirSync(`/proc/${pid}/task`)
  const own = threads.reduce((sum, thread) => sum + threadSeconds(pid, thread), 0)
  return childrenOf(pid).reduce((sum, child) => sum + cpuSeconds(child), own)
}

/** Processes that a process has started and that still run. */
export function childrenOf(pid) {
  const lists = readdirSync(`/proc/${pid}/task`).map((id) => readFileSync(`/proc/${pid}/task/${id}/children`, 'utf8'))
  return lists.flatMap((list) => list.split(' ').filter((id) => id !== ''))
}

/** The same of the one thread that answers requests. */
export const mainThreadSeconds = (pid) => threadSeconds(pid, pid)

const threadSeconds = (pid, thread) =>
  Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1e9

/** What a script beside this one has measured in a process of its own. */
export async function figuresOf(script) {
  const { stdout } = await execute(process.execPath, [join(here, script)])
  return JSON.parse(stdout)
}

/** RSA-2048 signatures per second that openssl makes with as many processes as there are cores. */
export async function opensslSignsPerSecond(cores, seconds) {
  const args = ['speed', '-seconds', String(seconds), '-multi', String(cores), 'rsa2048']
  const { stdout } = await execute('openssl', args)
  const row = stdout.split('\n').find((line) => /^rsa\s*2048 bits/.test(line))
  return Number(row.trim().split(/\s+/).at(-2))
}

/** Resident memory of a process in megabytes (Linux). */
export function residentMegabytes(pid) {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(kilobytes[1]) / 1024
}

/** Seconds of wall time that a program takes to succeed. */
export async function wallSeconds(command, args, options) {
  const started = performance.now()
  await execute(command, args, { ...options, maxBuffer: 64 * 1024 * 1024 })
  return (performance.now() - started) / 1000
}

function firstMatch(child, pattern) {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout.on('data', (chunk) => {
      text += chunk
      const match = pattern.exec(text)
      if (match) resolve(match[0])
    })
    child.once('exit', (code) => reject(new Error(`a server stopped with exit code ${code}`)))
  })
}

function end(child) {
  const stopped = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  return stopped
}

// What a start costs and what an idle server holds, beside `node -e 0` and a bare node:http server that has answered one
// request. The runs alternate, so that whatever else the machine does meets all of them.
import { execFile, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { get } from 'node:http'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { promisify } from 'node:util'
import { residentMegabytes, startBare, startSallyport } from './processes.mjs'

const IDLE_MS = 2000
const PRINT_CPU = 'process.stdout.write(String(Object.values(process.cpuUsage()).reduce((a, b) => a + b)))'
const execute = promisify(execFile)

/** Medians of `rounds` rounds: milliseconds to ready and of processor time until then, and megabytes when idle. */
export async function measureStarts(folder, rounds) {
  const figures = { node: [], nodeCpu: [], start: [], startCpu: [], bare: [], idle: [] }
  for (let round = 0; round < rounds; round++) {
    figures.node.push(await milliseconds('-e', '0'))
    const { stdout } = await execute(process.execPath, ['-e', PRINT_CPU])
    figures.nodeCpu.push(Number(stdout) / 1000)

    const bare = await startBare('hello-world.mjs')
    await answered(`http://127.0.0.1:${bare.port}/`)
    const server = await startSallyport(['--data-dir', join(folder, 'starts')])
    figures.start.push(server.readyMs)
    figures.startCpu.push(cpuMilliseconds(server.pid))
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS))
    figures.bare.push(residentMegabytes(bare.pid))
    figures.idle.push(residentMegabytes(server.pid))
    await Promise.all([bare.stop(), server.stop()])
  }
  const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)]
  return Object.fromEntries(Object.entries(figures).map(([name, list]) => [name, median(list)]))
}

function milliseconds(...args) {
  const started = performance.now()
  return new Promise((resolve) => {
    spawn(process.execPath, args, { stdio: 'ignore' }).once('exit', () => resolve(performance.now() - started))
  })
}

function answered(url) {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, (response) => response.resume().once('end', resolve)).once('error', reject)
  })
}

/** Of all threads that a process has now, by the kernel's scheduler, which counts nanoseconds (Linux). */
function cpuMilliseconds(pid) {
  const threads = readdirSync(`/proc/${pid}/task`)
  const spent = threads.map((id) => Number(readFileSync(`/proc/${pid}/task/${id}/schedstat`, 'utf8').split(' ')[0]))
  return spent.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1e6
}

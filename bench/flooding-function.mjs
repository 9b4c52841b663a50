// A function that writes a gigabyte to its output, and what others notice of it: calls of another function, of a MOCK
// behind an authorizer, and tokens.
import { performance } from 'node:perf_hooks'
import { ask, pings } from './calls.mjs'
import { deployFunction, takeToken } from './deployment.mjs'
import { residentMegabytes } from './processes.mjs'
import { median, report } from './report.mjs'

const FLOOD = `const fs = require('fs')
  const chunk = Buffer.alloc(1 << 20, 'x'.repeat(99) + '\\n')
  const write = (at) => { try { return fs.writeSync(1, chunk, at) } catch (e) { if (e.code !== 'EAGAIN') throw e; return 0 } }
  exports.handler = async () => {
    for (let i = 0; i < 1024; i++) for (let at = 0; at < chunk.length; ) at += write(at)
    return { statusCode: 200 }
  }`
const OTHER = `exports.handler = async () => ({ statusCode: 200, body: '{"ok":true}' })`
const QUIET_CALLS = 400
const ROUNDS = 2
const WATCH_MS = 100

export async function floodingFunction(server, deployed, mock) {
  const flooding = await deployFunction(server.origin, FLOOD, deployed, 'Flooding')
  const other = await deployFunction(server.origin, OTHER, deployed, 'Beside')
  const kinds = {
    functions: (until) => pings(server, { path: `${other}/open`, token: undefined }, until),
    'a MOCK behind an authorizer': (until) => pings(server, mock, until),
    tokens: (until) => timesOf(() => takeToken(server.origin, deployed), until),
  }
  for (const measure of Object.values(kinds)) await measure(QUIET_CALLS)
  const quietMegabytes = residentMegabytes(server.pid)
  let mostMegabytes = quietMegabytes
  const watch = setInterval(() => {
    mostMegabytes = Math.max(mostMegabytes, residentMegabytes(server.pid))
  }, WATCH_MS)
  for (const [kind, measure] of Object.entries(kinds)) {
    const figures = { quiet: [], beside: [] }
    for (let round = 0; round < ROUNDS; round++) {
      figures.quiet.push(percentile95(await measure(QUIET_CALLS)))
      let isOver = false
      const flood = ask(server, `${flooding}/open`).then((answer) => {
        isOver = true
        if (!answer.startsWith('200')) throw new Error(`the flood ended with ${answer}`)
      })
      figures.beside.push(percentile95(await measure(() => isOver)))
      await flood
    }
    const ratio = median(figures.beside.map((ms, round) => ms / figures.quiet[round]))
    const raw = `${median(figures.beside).toFixed(1)} ms against ${median(figures.quiet).toFixed(1)} ms, ${ROUNDS} rounds`
    report(`${kind} while a function floods, 95th percentile`, `x ${ratio.toFixed(2)}`, '<= x 2.00', ratio <= 2, raw)
  }
  clearInterval(watch)
  const grown = mostMegabytes / quietMegabytes
  const raw = `${mostMegabytes.toFixed(0)} MB against ${quietMegabytes.toFixed(0)} MB before; a gigabyte each time`
  report('resident memory while a function floods', `x ${grown.toFixed(2)}`, '<= x 1.25', grown <= 1.25, raw)
}

async function timesOf(once, until) {
  const isOver = typeof until === 'number' ? (count) => count === until : until
  const times = []
  while (!isOver(times.length)) {
    const started = performance.now()
    await once()
    times.push(performance.now() - started)
  }
  return times
}

const percentile95 = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length * 0.95)]

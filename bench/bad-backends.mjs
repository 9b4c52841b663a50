// What backends that misbehave do to the calls of others, and what their own callers are answered.
import { performance } from 'node:perf_hooks'
import { ask, pings } from './calls.mjs'
import { deployProxies } from './deployment.mjs'
import { mainThreadSeconds, residentMegabytes, runScript, startBare } from './processes.mjs'
import { explain, median, percent, report } from './report.mjs'

const TIMEOUT_MS = 2000
/**
 * Of each kind. A caller waits for its turn: without it those that are answered at once would ask for all that the server
 * can do, and the others' calls would show how busy it is, whatever its backends do.
 */
const CALLERS = 2
const EVERY_MS = 200
const ROUNDS_MS = 6000
const SETTLE_MS = 500
const PINGS = 300
const TIMED_OUT = '504 {"message": "Endpoint request timed out"}'
const NETWORK = '504 {"message": "Network error communicating with endpoint"}'

/** What each behaviour is answered with: the first two as AWS does, the others as decision 24 says. */
const EXPECTED = {
  silent: TIMED_OUT,
  drip: TIMED_OUT,
  huge: '500 {"message": "Internal server error"}',
  half: NETWORK,
  reset: NETWORK,
}

/** `call` is the path of a call that has nothing to do with any of them, and its token. */
export async function badBackends(server, call) {
  const bad = await startBare('bad-backend.mjs')
  try {
    const to = (path, more = {}) => ({
      Uri: `http://127.0.0.1:${bad.port}/${path}`,
      TimeoutInMillis: TIMEOUT_MS,
      ...more,
    })
    const api = await deployProxies(server.origin, {
      ...Object.fromEntries(Object.keys(EXPECTED).map((name) => [name, to(name)])),
      // To read ten megabytes and give up may take a busy machine longer than the others' two seconds.
      huge: to('huge', { TimeoutInMillis: 29_000 }),
      streamed: to('huge', { ResponseTransferMode: 'STREAM', TimeoutInMillis: 29_000 }),
    })

    const usual = median(await pings(server, call, PINGS))
    const memory = residentMegabytes(server.pid)
    const before = { at: performance.now(), busy: mainThreadSeconds(server.pid) }
    const expected = Object.fromEntries(Object.entries(EXPECTED).map(([name, answer]) => [`${api}/${name}`, answer]))
    const calling = runScript('callers.mjs', {
      origin: server.origin,
      expected,
      callers: CALLERS,
      everyMs: EVERY_MS,
      ms: ROUNDS_MS,
    })
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
    const meanwhile = median(await pings(server, call, PINGS))
    const { answered, wrong } = await calling
    const share = (mainThreadSeconds(server.pid) - before.busy) / ((performance.now() - before.at) / 1000)
    const streamed = await ask(server, `${api}/streamed`)
    const grown = residentMegabytes(server.pid) - memory

    const isRight = Object.keys(wrong).length === 0 && streamed === '200 1073741824 bytes'
    const shown = isRight ? answered : wrong
    const raw = Object.entries(shown).map(([path, what]) => `${path.slice(api.length + 1)} ${what}`)
    report('backends that misbehave, answers', isRight ? 'right' : 'wrong', 'right', isRight, raw.join(', '))
    const slower = meanwhile / usual
    const medians = `median ${meanwhile.toFixed(2)} ms against ${usual.toFixed(2)} ms`
    report('other calls beside them, slowdown', `x ${slower.toFixed(2)}`, '<= x 2.00', slower <= 2, medians)
    explain('the server’s main thread meanwhile', percent(share), 'busy, with them and the other calls')
    const flat = grown < 150
    report('memory after them and a gigabyte passed on', `+ ${grown.toFixed(0)} MB`, '< 150 MB', flat, 'VmRSS')
  } finally {
    await bad.stop()
  }
}

// What backends that misbehave do to the calls of others, and what their own callers are answered.
import { get } from 'node:http'
import { performance } from 'node:perf_hooks'
import { deployProxies } from './deployment.mjs'
import { residentMegabytes, startBare } from './processes.mjs'
import { median, report } from './report.mjs'

const TIMEOUT_MS = 2000
const CALLERS = 2
const ROUNDS_MS = 6000
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

    const usual = await pings(server, call)
    const memory = residentMegabytes(server.pid)
    const answers = new Map()
    const until = performance.now() + ROUNDS_MS
    const callers = Object.keys(EXPECTED).flatMap((name) =>
      Array.from({ length: CALLERS }, async () => {
        while (performance.now() < until) {
          const answer = await ask(server, `${api}/${name}`)
          if (answer !== EXPECTED[name]) answers.set(name, answer)
        }
      }),
    )
    const meanwhile = await pings(server, call)
    await Promise.all(callers)
    const streamed = await ask(server, `${api}/streamed`, (size) => `${size} bytes`)
    const grown = residentMegabytes(server.pid) - memory

    const wrong = [...answers].map(([name, answer]) => `${name}: ${answer.slice(0, 100)}`)
    const isRight = wrong.length === 0 && streamed === '200 1073741824 bytes'
    const kinds = Object.keys(EXPECTED).join(', ')
    report('backends that misbehave, answers', isRight ? 'right' : 'wrong', 'right', isRight, wrong.join('; ') || kinds)
    const slower = meanwhile / usual
    const raw = `median ${meanwhile.toFixed(2)} ms against ${usual.toFixed(2)} ms`
    report('other calls beside them, slowdown', `x ${slower.toFixed(2)}`, '<= x 2.00', slower <= 2, raw)
    const flat = grown < 150
    report('memory after them and a gigabyte passed on', `+ ${grown.toFixed(0)} MB`, '< 150 MB', flat, 'VmRSS')
  } finally {
    await bad.stop()
  }
}

/** Milliseconds that a call takes, one after another. */
async function pings(server, { path, token }) {
  const times = []
  for (let i = 0; i < PINGS; i++) {
    const started = performance.now()
    const answer = await ask(server, path, () => '', { authorization: token })
    if (!answer.startsWith('200')) throw new Error(answer)
    times.push(performance.now() - started)
  }
  return median(times)
}

/** Status and text of an answer; `shown` says what stands for a text that is not kept. */
function ask({ origin }, path, shown, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = get(`${origin}${path}`, { headers }, (response) => {
      let size = 0
      let text = ''
      response.on('data', (chunk) => {
        size += chunk.length
        if (!shown) text += chunk
      })
      response.on('end', () => resolve(`${response.statusCode} ${shown ? shown(size) : text}`))
      response.on('error', reject)
    })
    request.on('error', reject)
  })
}

// The runtime in a process of its own.
import { join } from 'node:path'
import { root } from '../setup.mjs'
import { exchange } from './exchange.mjs'
import { start } from './processes.mjs'

export const cli = join(root, 'packages', 'runtime', 'bin', 'sallyport.js')

const READY_MS = 20_000
const POLL_MS = 50

/**
 * Resolves when requests are answered: { origin, exited, log(), followLog() }. Its log is kept until somebody asks, so
 * that it does not run into what others print meanwhile.
 */
export async function startServer({ port, dataDir }) {
  const child = start(process.execPath, [cli, 'start', '--port', String(port), '--data-dir', dataDir], {
    cwd: root,
    env: withoutSettings(process.env),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  let text = ''
  let follow = false
  child.stdout.on('data', (chunk) => {
    if (follow) process.stdout.write(chunk)
    else text += chunk
  })
  const failed = exited.then((how) => {
    throw new Error(`Sallyport did not start (${how}).`)
  })
  const origin = await Promise.race([untilReady(() => text), failed])
  return {
    origin,
    exited,
    /** Behind the greeting, which ends with an empty line. */
    log: () => text.slice(text.indexOf('\n\n') + 2),
    followLog() {
      follow = true
    },
  }
}

async function untilReady(output) {
  const deadline = Date.now() + READY_MS
  while (Date.now() < deadline) {
    const origin = /http:\/\/127\.0\.0\.1:\d+(?=\s)/.exec(output())?.[0]
    if (origin && (await isReady(origin))) return origin
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  throw new Error(`Sallyport was not ready within ${READY_MS / 1000} seconds.`)
}

function isReady(origin) {
  return exchange({ url: `${origin}/_sallyport/health` }).then(
    ({ status }) => status === 200,
    () => false,
  )
}

/** What the shell sets for servers of its user's own. */
function withoutSettings(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('SALLYPORT_')))
}

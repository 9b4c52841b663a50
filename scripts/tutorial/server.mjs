// The runtime in a process of its own.
import { join } from 'node:path'
import { serverReady } from '../server-ready.mjs'
import { root } from '../setup.mjs'
import { start } from './processes.mjs'

const cli = join(root, 'packages', 'runtime', 'bin', 'sallyport.js')

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
  const origin = await serverReady(child)
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

/** What the shell sets for servers of its user's own. */
function withoutSettings(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('SALLYPORT_')))
}

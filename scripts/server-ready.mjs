// When a server that has just been started answers.
import { get } from 'node:http'

const DEADLINE_MS = 20_000

/**
 * Resolves with the origin that `sallyport start` prints, as soon as requests to it are answered; rejects when the
 * process ends before. It leaves the process's output to whoever else reads it.
 *
 * @param {import('node:child_process').ChildProcess} child whose standard output is a pipe
 * @param {{ pollMs?: number }} [options]
 * @returns {Promise<string>}
 */
export async function serverReady(child, { pollMs = 10 } = {}) {
  const streams = [child.stdout, child.stderr].filter((stream) => stream !== null)
  let output = ''
  const listen = (/** @type {Buffer} */ chunk) => {
    output += chunk
  }
  for (const stream of streams) stream.on('data', listen)
  try {
    const deadline = Date.now() + DEADLINE_MS
    while (Date.now() < deadline) {
      const origin = /http:\/\/127\.0\.0\.1:\d+(?=\s)/.exec(output)?.[0]
      if (origin && (await isReady(origin))) return origin
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`Sallyport did not start (${child.signalCode ?? `exit code ${child.exitCode}`}).\n${output}`)
      }
      await new Promise((resolve) => setTimeout(resolve, pollMs))
    }
    throw new Error(`Sallyport was not ready within ${DEADLINE_MS / 1000} seconds.\n${output}`)
  } finally {
    for (const stream of streams) stream.off('data', listen)
  }
}

/**
 * @param {string} origin
 * @returns {Promise<boolean>}
 */
function isReady(origin) {
  return new Promise((resolve) => {
    // Whatever proxy this shell has, it is not asked.
    get(`${origin}/_sallyport/health`, { agent: false }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode === 200))
    }).on('error', () => resolve(false))
  })
}

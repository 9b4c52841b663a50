// Calls that are made one after another, to see how long each of them takes.
import { get } from 'node:http'
import { performance } from 'node:perf_hooks'

/** Milliseconds of each call: so many of them, or as many as there are until something has come. */
export async function pings(server, { path, token }, howMany) {
  const times = []
  const until = typeof howMany === 'number' ? () => times.length === howMany : howMany
  while (!until()) {
    const started = performance.now()
    const answer = await ask(server, path, token === undefined ? {} : { authorization: token })
    if (!answer.startsWith('200')) throw new Error(answer)
    times.push(performance.now() - started)
  }
  return times
}

/** Status and size of an answer. */
export function ask({ origin }, path, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = get(`${origin}${path}`, { headers }, (response) => {
      let size = 0
      response.on('data', (chunk) => (size += chunk.length))
      response.on('end', () => resolve(`${response.statusCode} ${size} bytes`))
      response.on('error', reject)
    })
    request.on('error', reject)
  })
}

// One HTTP exchange as a person would see it with `curl -i`.
import { request } from 'node:http'

/** Sends one request and resolves with { status, reason, httpVersion, headers (raw pairs), body (text) }. */
export function exchange({ url, method = 'GET', headers = {}, body }) {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers, agent: false }, (response) => {
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          reason: response.statusMessage,
          httpVersion: response.httpVersion,
          headers: pairs(response.rawHeaders),
          header: (name) => response.headers[name],
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      )
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

function pairs(rawHeaders) {
  const list = []
  for (let i = 0; i < rawHeaders.length; i += 2) list.push([rawHeaders[i], rawHeaders[i + 1]])
  return list
}

/**
 * The `curl` line that sends the same request.
 *
 * @param {{ url: string, method?: string, headers?: Record<string, string>, form?: Record<string, string> }} request
 */
export function curlLine({ url, method = 'GET', headers = {}, form }, flags = '-i ') {
  const lines = [`curl ${flags}--request ${method} '${url}'`]
  for (const [name, value] of Object.entries(headers)) lines.push(`--header '${name}: ${value}'`)
  for (const [name, value] of Object.entries(form ?? {})) lines.push(`--data-urlencode '${name}=${value}'`)
  return lines.join(' \\\n  ')
}

export function responseText({ httpVersion, status, reason, headers, body }) {
  const head = [`HTTP/${httpVersion} ${status} ${reason}`, ...headers.map(([name, value]) => `${name}: ${value}`)]
  return `${head.join('\n')}\n\n${body}`
}

import { Agent, request } from 'node:http'

export interface Answer {
  readonly status: number
  readonly text: string
}

export interface Question {
  /** Sent as JSON with POST; without one it is a GET. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly timeoutMs?: number
}

/**
 * One request to a server on this machine. `fetch` would heed a shell's proxy (NODE_USE_ENV_PROXY, Node 24), and
 * `sallyport env` is what first excepts this machine from it; an agent of one's own asks no proxy.
 */
export function askServer(url: string, { body, headers, timeoutMs }: Question = {}): Promise<Answer> {
  const method = body === undefined ? 'GET' : 'POST'
  const signal = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs)
  return new Promise((resolve, reject) => {
    const sent = body === undefined ? headers : { 'Content-Type': 'application/json', ...headers }
    const outgoing = request(url, { method, headers: sent, agent: new Agent(), signal }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      )
    })
    outgoing.on('error', reject)
    outgoing.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

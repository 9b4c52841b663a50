import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'
import { connect } from 'node:net'

export interface RawAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** Name, value, name, value, as they were sent. */
  readonly rawHeaders: readonly string[]
  readonly body: string
}

export interface RawRequest {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string | Buffer
  /** How long the answer may take. */
  readonly withinMs?: number
}

/** Sends what it is given: fetch() mends paths, refuses bodies and chooses the Host itself. */
export function sendRaw(origin: string, path: string, options: RawRequest = {}): Promise<RawAnswer> {
  const { hostname, port } = new URL(origin)
  const { method = 'POST', headers: sent, body, withinMs = 20_000 } = options
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: hostname, port, path, method, headers: { ...sent } as OutgoingHttpHeaders, agent: false },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          const { statusCode = 0, headers, rawHeaders } = response
          resolve({ status: statusCode, headers, rawHeaders, body: text })
        })
      },
    )
    const deadline = setTimeout(() => outgoing.destroy(new Error(`no answer within ${withinMs} ms`)), withinMs)
    outgoing.on('close', () => clearTimeout(deadline))
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

export interface Conversation {
  readonly answer: string
  /** Who ended it: the server, or this side because enough had come or the deadline had passed. */
  readonly end: 'closed' | 'enough' | 'deadline'
}

/** Bytes straight onto a socket, until the server closes it, what came back is enough, or the deadline passes. */
export function sendBytes(
  origin: string,
  bytes: string | readonly string[],
  { enough = () => false, withinMs = 5000 }: { enough?: (answer: string) => boolean; withinMs?: number } = {},
): Promise<Conversation> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(Number(port), hostname, () => {
      for (const part of typeof bytes === 'string' ? [bytes] : bytes) socket.write(part, 'latin1')
    })
    const finish = (end: Conversation['end']) => {
      clearTimeout(deadline)
      socket.destroy()
      resolve({ answer, end })
    }
    const deadline = setTimeout(() => finish('deadline'), withinMs)
    socket.on('data', (chunk) => {
      answer += chunk
      if (enough(answer)) finish('enough')
    })
    socket.on('error', () => finish('closed'))
    socket.on('close', () => finish('closed'))
  })
}

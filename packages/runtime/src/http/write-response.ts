import type { ServerResponse } from 'node:http'
import type { WireResponse } from '../kernel/wire.ts'
import { discard, pour } from './pour.ts'
import type { Responder } from './responder.ts'

type Mistakes = Pick<Responder, 'ourMistake' | 'brokenOff'>

/** Writes an answer. One that HTTP cannot carry must not end the process either. */
export function sendOrFail(response: ServerResponse, answered: WireResponse, responder: Mistakes): void {
  try {
    send(response, answered, responder)
  } catch (error) {
    const mistake = responder.ourMistake(error)
    if (response.headersSent) response.destroy()
    else send(response, mistake, responder)
  }
}

function send(response: ServerResponse, { status, headers, body }: WireResponse, responder: Mistakes): void {
  const isWhole = typeof body === 'string' || Buffer.isBuffer(body)
  const flat: string[] = []
  let hasLength = false
  let hasConnection = false
  for (const [name, value] of headers) {
    flat.push(name, value)
    if (name.length === 14 && name.toLowerCase() === 'content-length') hasLength = true
    else if (name.length === 10 && name.toLowerCase() === 'connection') hasConnection = true
  }
  // Said here, or Node says beside it for how long, which AWS does not (recorded).
  if (!hasConnection && response.shouldKeepAlive && response.req.httpVersionMinor > 0) {
    flat.push('Connection', 'keep-alive')
  }
  if (isWhole && !hasLength && status !== 204 && status !== 304) {
    flat.push('Content-Length', String(typeof body === 'string' ? Buffer.byteLength(body) : body.length))
  }
  response.writeHead(status, flat)
  if (isWhole) response.end(body)
  else sendParts(response, status, body, responder)
}

function sendParts(
  response: ServerResponse,
  status: number,
  parts: AsyncIterable<Uint8Array>,
  responder: Mistakes,
): void {
  if (response.req.method === 'HEAD' || status === 204 || status === 304) {
    discard(parts)
    response.end()
    return
  }
  response.flushHeaders()
  pour(parts, response).catch((error: unknown) => {
    responder.brokenOff(error)
    response.destroy()
  })
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { WireResponse } from '../kernel/wire.ts'

/** A client that goes on sending after its refusal is listened to for so long. */
const LINGER_MS = 1000

/** What the client announces, when it does. */
export function announcedBytes(message: IncomingMessage): number {
  return Number(message.headers['content-length'] ?? 0)
}

/**
 * Answers before the body has been read, then takes in what still arrives: to close at once would reset the connection,
 * and the client would lose the answer (RFC 9112, section 9.6).
 */
export function refuseBody(message: IncomingMessage, response: ServerResponse, refusal: WireResponse): void {
  const { status, headers, body } = refusal
  const content = typeof body === 'string' || Buffer.isBuffer(body) ? body : ''
  const own = headers.filter(([name]) => name.toLowerCase() !== 'content-length')
  const length = ['Content-Length', String(Buffer.byteLength(content)), 'Connection', 'close']
  response.writeHead(status, [...own.flat(), ...length])
  response.write(content)
  const end = () => response.end()
  const timer = setTimeout(end, LINGER_MS)
  response.once('close', () => clearTimeout(timer))
  message.once('end', end)
  message.resume()
}

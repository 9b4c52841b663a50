import { connect as connectHttp2 } from 'node:http2'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { silentLogger } from '../kernel/logger.ts'
import type { WireHandler } from '../kernel/wire.ts'
import { createCertificateAuthority } from './certificates.ts'
import { type Listener, type ListenOptions, listen } from './listen.ts'

/** A listener on a free port, and the ways in which a client reaches it. */

export const API_NAME = 'abc123.execute-api.us-east-1.amazonaws.com'
export const authority = createCertificateAuthority(undefined)

export function startListener(handler: WireHandler, more: Partial<ListenOptions> = {}): Promise<Listener> {
  return listen({
    host: '127.0.0.1',
    port: 0,
    handler,
    authority,
    passthrough: false,
    logger: silentLogger,
    ...more,
  })
}

export const get = (path: string, host = 'localhost') => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`

/** A connection, what has come back on it, and a wait for more. */
export interface Peer {
  readonly socket: Socket
  readonly received: () => string
  readonly receives: (part: string) => Promise<void>
  readonly closed: Promise<void>
}

export function talk(socket: Socket): Peer {
  let text = ''
  const waiting = new Set<() => void>()
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  socket.on('error', () => {})
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1')
    for (const look of waiting) look()
  })
  return {
    socket,
    received: () => text,
    receives: (part) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!text.includes(part)) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        closed.then(() => reject(new Error(`closed without ${part}: ${text.slice(0, 200)}`)))
        look()
      }),
    closed,
  }
}

export function plain({ port }: Listener): Promise<Peer> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(talk(socket)))
  })
}

/** Through `CONNECT` and TLS, as clients of the proxy come. */
export async function tunnelled(listener: Listener): Promise<Peer> {
  const { socket, receives } = await plain(listener)
  socket.write(`CONNECT ${API_NAME}:443 HTTP/1.1\r\nHost: ${API_NAME}\r\n\r\n`)
  await receives('\r\n\r\n')
  socket.removeAllListeners('data')
  const ca = await authority.certificate()
  return new Promise((resolve, reject) => {
    const tls = connectTls({ socket, servername: API_NAME, ca, ALPNProtocols: ['http/1.1'] }, () => resolve(talk(tls)))
    tls.once('error', reject)
  })
}

export async function http2({ port }: Listener) {
  return connectHttp2(`https://127.0.0.1:${port}`, { ca: await authority.certificate(), servername: API_NAME })
}

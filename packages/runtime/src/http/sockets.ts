import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Logger } from '../kernel/logger.ts'
import type { CertificateAuthority } from './certificates.ts'
import type { PassThrough } from './pass-through.ts'
import type { Timeouts } from './timeouts.ts'
import { type WayOutRules, wayOutProblem } from './way-out.ts'

/** How connections are taken, before any HTTP is spoken on them. */
export interface SocketPolicy extends WayOutRules {
  readonly authority: CertificateAuthority
  readonly passThrough: PassThrough
  readonly logger: Logger
  readonly timeouts: Timeouts
  ownPort(): number
  /** Hands a connection to the HTTP server. */
  serve(socket: Socket): void
  /** Hands over a connection on which the client has chosen HTTP/2. */
  serveHttp2(socket: TLSSocket): void
}

const TLS_HANDSHAKE = 0x16
/** A client that does not close after its refusal is waited for so long. */
const LINGER_MS = 1000
/** Connections that are tunnels already, and what TLS makes of them. */
const tunnels = new WeakSet<Socket>()

/**
 * Tells TLS from plain HTTP by a connection's first byte. `name` is what a tunnel was opened to: the certificate that
 * a client without SNI gets.
 */
export function acceptSocket(socket: Socket, policy: SocketPolicy, name = 'localhost'): void {
  socket.on('error', (error) => policy.logger.log('debug', `connection: ${error.message}`))
  socket.setTimeout(policy.timeouts.firstByteMs, () => socket.destroy())
  socket.once('readable', () => {
    const first: Buffer | null = socket.read(1)
    if (first === null) return
    socket.setTimeout(0)
    socket.removeAllListeners('timeout')
    socket.unshift(first)
    if (first[0] === TLS_HANDSHAKE) {
      secure(socket, policy, name).catch((error: unknown) => {
        policy.logger.log('error', `no certificate for ${name}: ${error instanceof Error ? error.message : error}`)
        socket.destroy()
      })
    } else policy.serve(socket)
  })
}

async function secure(
  socket: Socket,
  { authority, classify, logger, serve, serveHttp2, timeouts }: SocketPolicy,
  name: string,
): Promise<void> {
  const secureContext = await authority.contextFor(name)
  // Loaded with the first such connection: many a server never sees one, and it costs 5 MB.
  const { TLSSocket } = process.getBuiltinModule('node:tls') as typeof import('node:tls')
  const tls = new TLSSocket(socket, {
    isServer: true,
    secureContext,
    ALPNProtocols: ['h2', 'http/1.1'],
    SNICallback: (asked, done) => {
      // The authority vouches for no name that is served elsewhere.
      if (classify(asked.toLowerCase()).kind === 'foreign') return done(new Error(`${asked} is not emulated`))
      authority.contextFor(asked.toLowerCase()).then(
        (context) => done(null, context),
        (error: Error) => done(error),
      )
    },
  })
  if (tunnels.has(socket)) tunnels.add(tls)
  const deadline = setTimeout(() => socket.destroy(), timeouts.handshakeMs)
  socket.once('close', () => clearTimeout(deadline))
  tls.on('error', (error) => logger.log('debug', `TLS for ${name}: ${error.message}`))
  tls.once('secure', () => {
    clearTimeout(deadline)
    // A TLS server of Node's would take this mark away; HTTP/2 waits until it is gone.
    Object.assign(tls, { secureConnecting: false })
    if (tls.alpnProtocol === 'h2') serveHttp2(tls)
    else serve(tls)
  })
}

/** What a client asks for with `CONNECT name:port`. */
export interface TunnelRequest {
  readonly target: string
  /** `Proxy-Authorization`. */
  readonly authorization: string | undefined
  /** What the client has sent already. */
  readonly head: Buffer
}

/** Emulated names end here; others are refused by name, or let through to whom and where that may be. */
export function openTunnel({ target, authorization, head }: TunnelRequest, socket: Socket, policy: SocketPolicy): void {
  const colon = target.lastIndexOf(':')
  const name = target.slice(0, Math.max(colon, 0)).toLowerCase().replace(/\.$/, '')
  const port = Number(target.slice(colon + 1))
  if (tunnels.has(socket)) {
    refuse(socket, '400 Bad Request', 'A tunnel leads to no other tunnel.\n')
    return
  }
  // Clients need not wait for the tunnel before they speak into it.
  if (head.length > 0) socket.unshift(head)
  const { kind } = policy.classify(name)
  if (kind === 'loopback' ? port === policy.ownPort() : kind !== 'foreign') {
    tunnels.add(socket)
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    acceptSocket(socket, policy, name)
    return
  }
  const problem = wayOutProblem({ name, port, target, authorization }, policy)
  if (problem === undefined) {
    const server = { name: name.replace(/^\[(.*)\]$/, '$1'), port, mayBeHere: policy.passthrough }
    policy.passThrough.join(socket, server, (status, text) => refuse(socket, status, text))
    return
  }
  policy.logger.log('warn', `CONNECT refused: ${problem}`)
  refuse(socket, '403 Forbidden', `${problem}\n`)
}

/** What Node's parser cannot read is answered and closed; nothing of it reaches a handler. */
export function refuseMalformed(error: NodeJS.ErrnoException, socket: Parameters<typeof refuse>[0]): void {
  // Bytes behind a request that is still being answered must not cut into its answer.
  const { _httpMessage: writing } = socket as { _httpMessage?: ServerResponse | null }
  if (error.code === 'ECONNRESET' || !socket.writable || writing?.headersSent) {
    socket.destroy()
    return
  }
  if (error.code === 'HPE_HEADER_OVERFLOW') refuse(socket, '431 Request Header Fields Too Large', 'Too many headers.\n')
  else if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT')
    refuse(socket, '408 Request Timeout', 'The request took too long.\n')
  else refuse(socket, '400 Bad Request', 'This is not HTTP as it should be.\n')
}

function refuse(
  socket: {
    on(event: 'error' | 'close', listener: () => void): unknown
    end(text: string): unknown
    destroy(): unknown
    writable: boolean
  },
  status: string,
  text: string,
): void {
  socket.on('error', () => {})
  const head = `Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close`
  socket.end(`HTTP/1.1 ${status}\r\n${head}\r\n\r\n${text}`)
  const deadline = setTimeout(() => socket.destroy(), LINGER_MS)
  socket.on('close', () => clearTimeout(deadline))
}

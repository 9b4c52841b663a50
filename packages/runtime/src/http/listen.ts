import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import type { Logger } from '../kernel/logger.ts'
import type { WireHandler } from '../kernel/wire.ts'
import { type Admit, limitedTo } from './admission.ts'
import { BodyBudget } from './body-budget.ts'
import type { CertificateAuthority } from './certificates.ts'
import { createHostClassifier, type OwnNames } from './hosts.ts'
import { createHttp1 } from './http1.ts'
import { createHttp2 } from './http2.ts'
import { InFlight } from './in-flight.ts'
import { createPassThrough, type Dial } from './pass-through.ts'
import type { ProxyPass } from './proxy-pass.ts'
import { createResponder } from './responder.ts'
import { acceptSocket, openTunnel, type SocketPolicy } from './sockets.ts'
import { TIMEOUTS, type Timeouts } from './timeouts.ts'

export interface ListenOptions extends OwnNames {
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  readonly handler: WireHandler
  readonly authority: CertificateAuthority
  /** Whether CONNECT to names that are not emulated is let through to the real ones. */
  readonly passthrough: boolean
  /** Whoever shows it is let through to names that are not AWS's. */
  readonly pass?: ProxyPass
  /** Reaches those that are let through to. */
  readonly dial?: Dial
  readonly logger: Logger
  /** What the head of a request decides before its body is read. */
  readonly admit?: Admit
  readonly timeouts?: Timeouts
  /** What the bodies of all requests may hold together. */
  readonly maxBodiesBytes?: number
}

export interface Listener {
  readonly port: number
  readonly origin: string
  /** Takes no more connections, finishes requests in flight, then closes. */
  close(): Promise<void>
}

const ANY_REQUEST = limitedTo(1024 * 1024)
/** Two of the largest that S3 takes. */
const MAX_BODIES_BYTES = 256 * 1024 * 1024
const CLOSE_DEADLINE_MS = 5_000

/** One port for HTTP, TLS and CONNECT. */
export async function listen(options: ListenOptions): Promise<Listener> {
  const { logger, admit = () => ANY_REQUEST, timeouts = TIMEOUTS } = options
  const responder = createResponder(options.handler, logger)
  const inFlight = new InFlight()
  const sockets = new Set<Socket>()
  let origin = ''
  const bodies = new BodyBudget(options.maxBodiesBytes ?? MAX_BODIES_BYTES)
  const shared = { timeouts, admit, bodies, responder, inFlight, ownOrigin: () => origin }

  const http1 = createHttp1({
    ...shared,
    onConnect: (request, socket) => openTunnel(request, socket, policy),
  })
  let http2: ReturnType<typeof createHttp2> | undefined
  const front = createServer()
  const policy: SocketPolicy = {
    authority: options.authority,
    passthrough: options.passthrough,
    pass: options.pass,
    passThrough: createPassThrough(logger, options.dial),
    logger,
    timeouts,
    classify: createHostClassifier(options),
    ownPort: () => (front.address() as AddressInfo).port,
    serve: (socket) => http1.emit('connection', socket),
    serveHttp2: (socket) => {
      http2 ??= createHttp2({ ...shared, logger })
      http2(socket)
    },
  }
  front.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    acceptSocket(socket, policy)
  })

  const { port } = await bound(front, options)
  origin = `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`

  return {
    port,
    origin,
    async close() {
      const closed = new Promise<void>((resolve) => front.close(() => resolve()))
      await inFlight.drained(CLOSE_DEADLINE_MS)
      for (const socket of sockets) socket.destroy()
      http1.close()
      await closed
    },
  }
}

function bound(front: Server, { port, host }: ListenOptions): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    front.once('error', reject)
    front.listen(port, host, () => resolve(front.address() as AddressInfo))
  })
}

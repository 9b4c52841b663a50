import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { createServer as createSocketServer } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Logger } from '../kernel/logger.ts'
import type { WireHandler, WireRequest, WireResponse } from '../kernel/wire.ts'
import type { CertificateAuthority } from './certificates.ts'
import { createHostClassifier } from './hosts.ts'
import { createHttp2 } from './http2.ts'
import { NodeRequest } from './node-request.ts'
import { plainReply } from './plain-reply.ts'
import { readBody } from './read-body.ts'
import { announcedBytes, refuseBody } from './refuse-body.ts'
import { acceptSocket, openTunnel, refuseMalformed, type SocketPolicy } from './sockets.ts'

export interface ListenOptions {
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  readonly handler: WireHandler
  readonly authority: CertificateAuthority
  /** Whether CONNECT to names that are not emulated is let through to the real ones. */
  readonly passthrough: boolean
  readonly logger: Logger
  /** Names of the user's own, served besides loopback and AWS's. */
  readonly allowHosts?: readonly string[]
  /** Over it a request is refused with 413. S3 takes whole assets, so it is far above what the gateway allows. */
  readonly maxBodyBytes?: number
}

export interface Listener {
  readonly port: number
  readonly origin: string
  /** Takes no more connections, finishes requests in flight, then closes. */
  close(): Promise<void>
}

const MAX_BODY_BYTES = 128 * 1024 * 1024
const MAX_HEADER_BYTES = 256 * 1024
/** The CDK CLI keeps connections for long and takes a reset for a failure. */
const KEEP_ALIVE_MS = 120_000
const CLOSE_DEADLINE_MS = 5_000
const NO_BODY = Buffer.alloc(0)

/** One port for HTTP, TLS and CONNECT. */
export async function listen(options: ListenOptions): Promise<Listener> {
  const { handler, logger, maxBodyBytes = MAX_BODY_BYTES } = options
  const sockets = new Set<Socket>()
  let origin = ''
  let inFlight = 0
  let drained: (() => void) | undefined

  const http: Server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: KEEP_ALIVE_MS })
  http.on('request', (message, response) => {
    response.once('close', begun())
    answer(message, response)
  })
  // A body that would be refused is not asked for.
  http.on('checkContinue', (message, response) => {
    if (announcedBytes(message) <= maxBodyBytes) response.writeContinue()
    http.emit('request', message, response)
  })

  function answer(message: IncomingMessage, response: ServerResponse): void {
    const { headers } = message
    if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) {
      handle(message, response, NO_BODY)
      return
    }
    const tooLarge = () =>
      refuseBody(message, response, plainReply(413, `A body of more than ${maxBodyBytes} bytes is not taken.\n`))
    if (announcedBytes(message) > maxBodyBytes) {
      tooLarge()
      return
    }
    readBody(message, maxBodyBytes).then(
      (body) => {
        if (body === 'too-large') tooLarge()
        else handle(message, response, body)
      },
      () => response.destroy(),
    )
  }

  function handle(message: IncomingMessage, response: ServerResponse, body: Buffer): void {
    const answered = respond(new NodeRequest(message, body, origin))
    if (answered instanceof Promise) answered.then((late) => sendOrFail(response, late))
    else sendOrFail(response, answered)
  }

  /** The handler's answer, or that of a bug of ours. */
  function respond(request: WireRequest): WireResponse | Promise<WireResponse> {
    try {
      const result = handler(request)
      return result instanceof Promise ? result.catch(ourMistake) : result
    } catch (error) {
      return ourMistake(error)
    }
  }

  function ourMistake(error: unknown): WireResponse {
    logger.log('error', 'a request ended in a bug of ours', {
      error: error instanceof Error ? error.stack : String(error),
    })
    return plainReply(500, 'Sallyport made a mistake; its log says more.\n')
  }

  /** An answer that HTTP cannot carry must not end the process either. */
  function sendOrFail(response: ServerResponse, answered: WireResponse): void {
    try {
      send(response, answered)
    } catch (error) {
      const mistake = ourMistake(error)
      if (response.headersSent) response.destroy()
      else send(response, mistake)
    }
  }

  /** Counts a request until its end, so that a farewell can wait for it. */
  function begun(): () => void {
    inFlight++
    return () => {
      inFlight--
      if (inFlight === 0) drained?.()
    }
  }

  let http2: ReturnType<typeof createHttp2> | undefined
  function serveHttp2(socket: TLSSocket): void {
    http2 ??= createHttp2({ maxBodyBytes, logger, ownOrigin: () => origin, respond, begun })
    http2(socket)
  }

  const front = createSocketServer()
  const policy: SocketPolicy = {
    authority: options.authority,
    passthrough: options.passthrough,
    logger,
    classify: createHostClassifier(options.allowHosts),
    ownPort: () => (front.address() as AddressInfo).port,
    serve: (socket) => http.emit('connection', socket),
    serveHttp2,
  }
  front.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    acceptSocket(socket, policy)
  })
  http.on('connect', (message: IncomingMessage, socket: Socket, head: Buffer) =>
    openTunnel(message.url ?? '', socket, policy, head),
  )
  http.on('clientError', refuseMalformed)
  // Node arms its timeouts for slow headers and bodies when a server listens; this one is handed its connections.
  http.emit('listening')
  await new Promise<void>((resolve, reject) => {
    front.once('error', reject)
    front.listen(options.port, options.host, resolve)
  })
  const { port } = front.address() as AddressInfo
  origin = `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`

  return {
    port,
    origin,
    async close() {
      const closed = new Promise<void>((resolve) => front.close(() => resolve()))
      if (inFlight > 0) {
        const deadline = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_DEADLINE_MS).unref())
        await Promise.race([new Promise<void>((resolve) => (drained = resolve)), deadline])
      }
      for (const socket of sockets) socket.destroy()
      http.close()
      await closed
    },
  }
}

function send(response: ServerResponse, { status, headers, body }: WireResponse): void {
  const flat: string[] = []
  let hasLength = false
  for (const [name, value] of headers) {
    flat.push(name, value)
    if (name.length === 14 && name.toLowerCase() === 'content-length') hasLength = true
  }
  if (!hasLength && status !== 204 && status !== 304) {
    flat.push('Content-Length', String(typeof body === 'string' ? Buffer.byteLength(body) : body.length))
  }
  response.writeHead(status, flat)
  response.end(body)
}

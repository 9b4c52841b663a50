import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Reply } from './replies.ts'

/** Connections that have not shown yet whose they are: the oldest gives way. */
const MAX_STRANGERS = 32
/** Those of the environment itself. */
const MAX_CONNECTIONS = 1024
/** Runtime clients put what X-Ray is to know of an error into a header of up to a megabyte (source: awslambdaric). */
const MAX_HEAD_BYTES = 1024 * 1024 + 64 * 1024
const HEAD_TIMEOUT_MS = 10_000
const CHECK_EVERY_MS = 5_000

export interface ListenerOptions {
  /** The path that is asked for, or undefined where the caller is a stranger. */
  pathAskedFor(request: IncomingMessage): Promise<string | undefined>
  /** Undefined when whoever asked has left. */
  answer(path: string, request: IncomingMessage, response: ServerResponse): Promise<Reply | undefined>
  /** To one who may not ask. */
  readonly refusal: Reply
}

export interface Listener {
  readonly port: number
  close(): void
}

/** A port of the loopback interface for one environment. A runtime may wait for an answer, or stream one, for long. */
export async function listen(options: ListenerOptions): Promise<Listener> {
  const strangers = new Set<Socket>()
  const sockets = new Set<Socket>()
  const server = createServer({
    maxHeaderSize: MAX_HEAD_BYTES,
    headersTimeout: HEAD_TIMEOUT_MS,
    connectionsCheckingInterval: CHECK_EVERY_MS,
    requestTimeout: 0,
    keepAliveTimeout: 0,
  })
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = await options.pathAskedFor(request)
    if (request.socket.destroyed) return
    if (path === undefined) {
      response.shouldKeepAlive = false
      write(options.refusal, response)
      return
    }
    strangers.delete(request.socket)
    // A stranger is not asked to go on with a body.
    if (request.headers.expect !== undefined) response.writeContinue()
    const reply = await options.answer(path, request, response)
    if (reply) write(reply, response)
  }
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response).catch((error: Error) => response.destroy(error))
  }
  server.on('request', listener)
  server.on('checkContinue', listener)
  server.on('connection', (socket) => {
    sockets.add(socket)
    strangers.add(socket)
    socket.once('close', () => {
      sockets.delete(socket)
      strangers.delete(socket)
    })
    const [oldest] = strangers
    if (strangers.size > MAX_STRANGERS) oldest?.destroy()
    else if (sockets.size > MAX_CONNECTIONS) socket.destroy()
  })
  const { port } = await bound(server)
  return {
    port,
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

function bound(server: Server): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve(server.address() as AddressInfo))
  })
}

function write({ status, headers, body }: Reply, response: ServerResponse): void {
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) })
  response.end(body)
}

import { connect, type Socket } from 'node:net'
import type { Logger } from '../kernel/logger.ts'
import { isLoopbackName } from './hosts.ts'

/** Opens a connection to a server. */
export type Dial = (server: Server) => Socket

/** Joins clients with the servers that they ask for, a bounded number at a time. */
export interface PassThrough {
  /** `refuse` answers the client where nothing comes of it. */
  join(client: Socket, server: Server, refuse: (status: string, text: string) => void): void
}

export interface Server {
  readonly name: string
  readonly port: number
  /** It may be one of this machine. */
  readonly mayBeHere: boolean
}

const MOST_WAYS = 512
const CONNECT_MS = 30_000

export function createPassThrough(logger: Logger, dial: Dial = dialed): PassThrough {
  let ways = 0
  return {
    join(client, server, refuse) {
      const target = `${server.name}:${server.port}`
      const fail = (status: string, reason: string) => {
        logger.log('warn', `CONNECT ${target}: ${reason}`)
        refuse(status, `${target}: ${reason}\n`)
      }
      if (ways >= MOST_WAYS) {
        fail('503 Service Unavailable', `${MOST_WAYS} tunnels are open already`)
        return
      }
      ways++
      const upstream = dial(server)
      let isJoined = false
      upstream.once('close', () => ways--)
      upstream.setTimeout(CONNECT_MS, () => upstream.destroy(new Error(`no connection in ${CONNECT_MS / 1000} s`)))
      upstream.once('connect', () => {
        if (upstream.destroyed) return
        upstream.setTimeout(0)
        isJoined = true
        client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
        upstream.pipe(client)
        client.pipe(upstream)
      })
      upstream.on('error', (error) => {
        if (isJoined) client.destroy()
        else fail('502 Bad Gateway', error.message)
      })
      client.on('error', () => upstream.destroy())
      client.on('close', () => upstream.destroy())
    },
  }
}

function dialed({ name, port, mayBeHere }: Server): Socket {
  const socket = connect(port, name)
  socket.once('connect', () => {
    // A name that leads back here, or 0.0.0.0.
    if (!mayBeHere && isOwn(socket.remoteAddress)) socket.destroy(new Error('that is this machine itself'))
  })
  return socket
}

function isOwn(address: string | undefined): boolean {
  return address === undefined || isLoopbackName(address.replace(/^::ffff:/i, ''))
}

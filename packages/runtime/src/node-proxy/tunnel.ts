import type { request } from 'node:http'
import type { Socket } from 'node:net'

/** A proxy on this machine answers in milliseconds; a program should not hang for longer than this on one that does not. */
const TIMEOUT_MS = 10_000
/** A proxy's reason is a sentence; whatever else it sends is not waited for. */
const MAX_REASON = 1000

export type Request = typeof request
/** Calls `done` once, and not at once. What it returns gives the tunnel up before that. */
export type OpenTunnel = (host: string, port: number, done: TunnelDone) => () => void
export type TunnelDone = (...outcome: [error: Error, socket: undefined] | [error: null, socket: Socket]) => void

/** Opens tunnels to hosts by asking an HTTP proxy with CONNECT. */
export function tunnelThrough(proxy: URL, ask: Request): OpenTunnel {
  return (host, port, done) => {
    const target = `${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`
    const failed = (problem: string, more: object = {}) =>
      done(Object.assign(new Error(`${proxy.origin} opened no tunnel to ${target}: ${problem}`), more), undefined)
    const asked = ask({
      host: proxy.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: proxy.port || 80,
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...authorization(proxy) },
      agent: false,
      timeout: TIMEOUT_MS,
    })
    asked.once('timeout', () => asked.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)))
    asked.once('error', (error: NodeJS.ErrnoException) => failed(error.message, { code: error.code, cause: error }))
    asked.once('connect', ({ statusCode, statusMessage }, socket: Socket, head: Buffer) => {
      socket.setTimeout(0)
      socket.removeAllListeners('timeout')
      if (statusCode === 200) {
        if (head.length > 0) socket.unshift(head)
        done(null, socket)
        return
      }
      readReason(socket, head, (reason) =>
        // The code by which Node names the same.
        failed(`${statusCode} ${statusMessage}. ${reason}`.trim(), { code: 'ERR_PROXY_TUNNEL', statusCode }),
      )
    })
    asked.end()
    return () => asked.destroy()
  }
}

function authorization({ username, password }: URL): { 'proxy-authorization'?: string } {
  if (username === '') return {}
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` }
}

/** What a proxy says behind a refusal, until it closes. */
function readReason(socket: Socket, head: Buffer, done: (reason: string) => void): void {
  let reason = head.toString('utf8')
  const end = () => socket.destroy()
  socket.setTimeout(1000, end)
  socket.on('data', (chunk: Buffer) => {
    reason += chunk.toString('utf8')
    if (reason.length >= MAX_REASON) end()
  })
  socket.on('error', end)
  socket.on('end', end)
  socket.once('close', () => done(reason.slice(0, MAX_REASON).trim()))
}

import type { Clock } from '../../kernel/clock.ts'
import { own } from '../../kernel/own.ts'
import type { HeaderList, WireHandler, WireRequest } from '../../kernel/wire.ts'
import { tooLarge } from './answers.ts'
import { type BackendClient, BackendError, type HttpAnswer, type HttpCall } from './http-backend.ts'

/** How often a call may come back to this server: an API whose integration is itself would otherwise never end. */
const MAX_DEPTH = 8
const depths = new WeakMap<BackendClient, number>()

/** A call whose host name is emulated here is answered without a socket. */
export async function callInProcess(handle: WireHandler, call: HttpCall, clock: Clock): Promise<HttpAnswer> {
  const depth = (depths.get(call.client) ?? 0) + 1
  if (depth > MAX_DEPTH) throw new BackendError('network', `the integrations of ${call.url.host} call one another`)
  const request = toRequest(call)
  depths.set(request, depth)
  const { status, headers, body } = await beforeDeadline(call, Promise.resolve(handle(request)))
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    const bytes = Buffer.from(body)
    if (bytes.length > call.maxBytes && !call.streams) throw tooLarge(call)
    return { status, headers: asSent(headers, clock, bytes), body: bytes }
  }
  if (call.streams) return { status, headers: asSent(headers, clock), body }
  const bytes = await beforeDeadline(call, collect(body, call))
  return { status, headers: asSent(headers, clock, bytes), body: bytes }
}

/** With what a server adds that answers over a connection, which clients of an API see under other names (recorded). */
function asSent(headers: HeaderList, clock: Clock, body?: Buffer): HeaderList {
  const added: [string, string][] = [
    ['Date', new Date(clock.now()).toUTCString()],
    ['Connection', 'keep-alive'],
  ]
  if (body) added.push(['Content-Length', String(body.length)])
  const names = new Set(headers.map(([name]) => name.toLowerCase()))
  return [...headers, ...added.filter(([name]) => !names.has(name.toLowerCase()))]
}

function toRequest({ method, url, rawHeaders, body, client }: HttpCall): WireRequest {
  const sized = body.length ? [...rawHeaders, 'Content-Length', String(body.length)] : rawHeaders
  return {
    method,
    path: url.pathname,
    query: url.search.slice(1),
    headers: joined(sized),
    rawHeaders: sized,
    host: url.hostname,
    body,
    remoteAddress: '127.0.0.1',
    scheme: url.protocol === 'https:' ? 'https' : 'http',
    origin: url.origin,
    get signal() {
      return client.signal
    },
  }
}

/** By Node's rules. */
function joined(rawHeaders: readonly string[]): Record<string, string> {
  const record: Record<string, string> = {}
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const [name, value] = rawHeaders.slice(i, i + 2) as [string, string]
    const key = name.toLowerCase()
    const before = own(record, key)
    record[key] = before === undefined ? value : `${before}${key === 'cookie' ? '; ' : ', '}${value}`
  }
  return record
}

async function beforeDeadline<T>({ timeoutMs }: HttpCall, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new BackendError('timeout', `no answer in ${timeoutMs} ms`)), timeoutMs)
  })
  try {
    return await Promise.race([work, deadline])
  } finally {
    clearTimeout(timer)
  }
}

async function collect(body: AsyncIterable<Uint8Array>, call: HttpCall): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > call.maxBytes) throw tooLarge(call)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

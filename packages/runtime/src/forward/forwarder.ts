import { AwsError } from '../kernel/errors.ts'
import { type Forwards, forwardedAs } from '../kernel/forwards.ts'
import type { HeaderList, LeaveSignal, WireBody, WireRequest } from '../kernel/wire.ts'

/** A request on its way to another emulator. */
export interface PassedRequest {
  readonly method: string
  readonly url: URL
  /** Name, value, name, value. */
  readonly rawHeaders: readonly string[]
  readonly body: Buffer
  readonly signal: LeaveSignal
}

export interface PassedAnswer {
  readonly status: number
  readonly headers: HeaderList
  readonly body: WireBody
}

/** Sends it, and rejects where nobody answers. */
export type Pass = (request: PassedRequest) => Promise<PassedAnswer>

/** What goes through of a request. */
export type ForeignRequest = Pick<WireRequest, 'method' | 'path' | 'query' | 'rawHeaders' | 'body' | 'signal'>

/** Has other emulators answer for services that are not emulated here. */
export interface Forwarder {
  readonly forwards: Forwards
  /** The service that another emulator answers for, of a request that means this one; undefined: none does. */
  serviceOf(name: string): string | undefined
  /** Throws an `AwsError` where the other emulator does not answer. */
  pass(service: string, request: ForeignRequest): Promise<PassedAnswer>
}

export function createForwarder(forwards: Forwards, send: Pass): Forwarder {
  return {
    forwards,
    serviceOf: (name) => (forwards.size === 0 ? undefined : forwardedAs(name, forwards)),
    async pass(service, { method, path, query, rawHeaders, body, signal }) {
      const address = forwards.get(service)
      if (!address) throw new Error(`${service} is not forwarded`)
      const url = addressed(address, path, query)
      try {
        const {
          status,
          headers,
          body: answer,
        } = await send({ method, url, rawHeaders: passed(rawHeaders, url), body, signal })
        return { status, headers: headers.filter(([name]) => !OF_CONNECTION.has(name.toLowerCase())), body: answer }
      } catch (error) {
        throw unreachable(service, address, error)
      }
    },
  }
}

function addressed(address: URL, path: string, query: string): URL {
  const url = new URL(address)
  url.pathname = `${address.pathname.replace(/\/$/, '')}${path}`
  url.search = query
  return url
}

/** Of the connection, or said anew. */
const OF_CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** As they came, but for the host: some emulators answer no other name than their own. */
function passed(rawHeaders: readonly string[], url: URL): readonly string[] {
  const raw: string[] = ['Host', url.host]
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] as string
    const key = name.toLowerCase()
    if (key !== 'host' && !name.startsWith(':') && !OF_CONNECTION.has(key)) raw.push(name, rawHeaders[i + 1] as string)
  }
  return raw
}

/** The one answer beyond 500 that is no fault of this server's: what a client called is not there. */
function unreachable(service: string, { href }: URL, cause: unknown): AwsError {
  const why = cause instanceof Error ? cause.message : String(cause)
  const message =
    `${service} is forwarded to ${href}, which does not answer: ${why}. ` +
    `Start the emulator that is meant to be there, or start Sallyport without --forward ${service}=….`
  return new AwsError('ServiceUnavailable', message, { status: 503, cause })
}

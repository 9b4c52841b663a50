import { uuid } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import type { ExchangeNote, HeaderList, WireResponse } from '../kernel/wire.ts'
import { setCookie } from './browser/cookies.ts'
import type { OAuthClient } from './ports.ts'

type Header = readonly [name: string, value: string]

/**
 * What every answer of a user pool's domain carries, in the order of a recording of October 2022; `Date`,
 * `Connection` and the body's length are the listener's.
 */
const FIXED_HEADERS: HeaderList = [
  ['X-Application-Context', 'application:prod:8443'],
  ['X-Content-Type-Options', 'nosniff'],
  ['X-XSS-Protection', '1; mode=block'],
  ['Cache-Control', 'no-cache, no-store, max-age=0, must-revalidate'],
  ['Pragma', 'no-cache'],
  ['Expires', '0'],
  ['Strict-Transport-Security', 'max-age=31536000 ; includeSubDomains'],
  ['X-Frame-Options', 'DENY'],
  ['Server', 'Server'],
]
const UNKEPT: ReadonlySet<string> = new Set(['Cache-Control', 'Pragma', 'Expires'])
const KEPT: Header = ['Cache-Control', 'public, max-age=300']
const JSON_TYPE: Header = ['Content-Type', 'application/json;charset=UTF-8']
const ANY_ORIGIN: Header = ['Access-Control-Allow-Origin', '*']

/** What was asked for. */
export interface Asked {
  readonly domain: string
  readonly region: string | undefined
  readonly method: string
  /** Where the domain's paths begin: empty under a host name of its own. */
  readonly basePath: string
  readonly scheme: 'http' | 'https'
  readonly endpoint: { readonly path: string; readonly crossOrigin: boolean } | undefined
}

/** The answer to one request: its ids, and what the log will say of it, which is put together when it is asked for. */
export class Reply implements ExchangeNote {
  readonly requestId: string
  readonly asked: Asked
  #grantType: string | undefined
  /** Against forged forms. Each answer has one (recorded). */
  readonly antiForgery: string
  /** Once it has been authenticated. */
  client: OAuthClient | undefined
  /** What a client has asked for, once it may ask. */
  scope: string | undefined

  /** A browser that has a token keeps it, so that forms in its other tabs stay good (a local choice: AWS makes a new one). */
  constructor(random: Random, asked: Asked, kept?: string) {
    this.requestId = uuid(random)
    this.antiForgery = kept ?? uuid(random)
    this.asked = asked
  }

  get basePath(): string {
    return this.asked.basePath
  }

  get plane(): 'oauth' {
    return 'oauth'
  }

  get subject(): string {
    const { domain, region, method, endpoint } = this.asked
    const grant = this.#grantType === undefined ? '' : ` ${this.#grantType}`
    return `${region ?? '-'}/${domain} ${method} ${endpoint?.path ?? '(unknown path)'}${grant}`
  }

  get grantType(): string | undefined {
    return this.#grantType
  }

  /** Adds the grant to the log's line, once it is known to be one. */
  concerns(grantType: string): void {
    this.#grantType = grantType
  }

  json(status: number, body: string, reason?: string, more?: HeaderList): WireResponse {
    return { status, headers: this.#headers(JSON_TYPE, more), body, note: this.#note(reason) }
  }

  empty(status: number, reason?: string, more?: HeaderList): WireResponse {
    return { status, headers: this.#headers(undefined, more), body: '', note: this.#note(reason) }
  }

  text(status: number, body: string, reason: string): WireResponse {
    const type: Header = ['Content-Type', 'text/plain;charset=UTF-8']
    return { status, headers: this.#headers(type, undefined), body, note: this.#note(reason) }
  }

  html(status: number, body: string, more: HeaderList, reason?: string): WireResponse {
    const type: Header = ['Content-Type', 'text/html;charset=UTF-8']
    return { status, headers: this.#headers(type, more), body, note: this.#note(reason) }
  }

  /** Fit to be kept by the browser; it has no cookie. */
  asset(type: string, body: string | Buffer, more: HeaderList = []): WireResponse {
    const headers = FIXED_HEADERS.filter(([name]) => !UNKEPT.has(name))
    return {
      status: 200,
      headers: [['Content-Type', type], ['x-amz-cognito-request-id', this.requestId], ...headers, KEPT, ...more],
      body,
      note: this,
    }
  }

  redirect(location: string, reason?: string, more: HeaderList = []): WireResponse {
    return this.empty(302, reason, [['Location', location], ...more])
  }

  #headers(type: Header | undefined, more: HeaderList | undefined): HeaderList {
    const headers: Header[] = type ? [type] : []
    headers.push(setCookie('XSRF-TOKEN', this.antiForgery, this.asked))
    headers.push(['x-amz-cognito-request-id', this.requestId])
    headers.push(...FIXED_HEADERS)
    if (this.asked.endpoint?.crossOrigin) headers.push(ANY_ORIGIN)
    if (more) headers.push(...more)
    return headers
  }

  #note(reason: string | undefined): ExchangeNote {
    if (reason === undefined) return this
    return { plane: this.plane, requestId: this.requestId, subject: this.subject, reason }
  }
}

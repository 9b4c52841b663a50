import { uuid } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import type { ExchangeNote, HeaderList, WireResponse } from '../kernel/wire.ts'
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
const JSON_TYPE: Header = ['Content-Type', 'application/json;charset=UTF-8']
const ANY_ORIGIN: Header = ['Access-Control-Allow-Origin', '*']

/** What was asked for. */
export interface Asked {
  readonly domain: string
  readonly region: string | undefined
  readonly method: string
  readonly endpoint: { readonly path: string; readonly crossOrigin: boolean } | undefined
}

/** The answer to one request: its ids, and what the log will say of it, which is put together when it is asked for. */
export class Reply implements ExchangeNote {
  readonly requestId: string
  readonly #random: Random
  readonly asked: Asked
  #grantType: string | undefined
  /** Once it has been authenticated. */
  client: OAuthClient | undefined
  /** What a client has asked for, once it may ask. */
  scope: string | undefined

  constructor(random: Random, asked: Asked) {
    this.requestId = uuid(random)
    this.#random = random
    this.asked = asked
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

  #headers(type: Header | undefined, more: HeaderList | undefined): HeaderList {
    const headers: Header[] = type ? [type] : []
    headers.push(['Set-Cookie', `XSRF-TOKEN=${uuid(this.#random)}; Path=/; Secure; HttpOnly; SameSite=Lax`])
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

import type { KeyObject } from 'node:crypto'
import type { Clock } from '../../kernel/clock.ts'
import { isJsonObject, type JsonValue } from '../../kernel/json.ts'
import { readKeySet } from '../../kernel/json-web-keys.ts'
import type { LeaveSignal } from '../../kernel/wire.ts'
import { BackendError, type HttpBackend } from '../backends/http-backend.ts'

/**
 * An issuer of tokens as it was when its keys were fetched; when they are fetched anew, another object takes its place.
 */
export interface OidcIssuer {
  /** The exact `iss` of its tokens. */
  readonly url: string
  /** Public RSA keys by `kid`. */
  readonly keys: ReadonlyMap<string, KeyObject>
}

/** The issuer could not be asked. The texts are observed in access logs of the field. */
export class IssuerError extends Error {
  readonly description: 'OIDC discovery endpoint communication error' | 'JWKS communication error'

  constructor(description: IssuerError['description'], reason: string) {
    super(reason)
    this.name = 'IssuerError'
    this.description = description
  }
}

interface Entry {
  /** When it was last asked, whatever came of that. */
  askedAt: number
  fetchedAt: number
  issuer: OidcIssuer | undefined
  failure: unknown
  asking: Promise<OidcIssuer> | undefined
}

/** Documented: http-api-jwt-authorizer. */
const KEPT_MS = 2 * 60 * 60 * 1000
/** For a key that is not known yet, and after a failure, an issuer is asked anew, but not more often than this. */
const REST_MS = 1000
/** Documented, for the set of keys: http-api-quotas. */
const MAX_BYTES = 150_000
/** On AWS 1.5 s (documented: same); a pool of this very server may first have to be loaded. */
const TIMEOUT_MS = 5000
/** In use at a time. */
const MAX_ISSUERS = 1000

/**
 * Issuers that JWT authorizers trust, found through OpenID Connect discovery: a user pool of this server, another
 * program on this machine, a provider in the world. They are asked when one of their tokens comes.
 */
export class OidcIssuers {
  readonly #http: HttpBackend
  readonly #clock: Clock
  readonly #entries = new Map<string, Entry>()

  constructor(http: HttpBackend, clock: Clock) {
    this.#http = http
    this.#clock = clock
  }

  /** The issuer if its keys are known. */
  current(url: string): OidcIssuer | undefined {
    const entry = this.#entries.get(url)
    return entry?.issuer && isWithin(entry.fetchedAt, this.#clock.now(), KEPT_MS) ? entry.issuer : undefined
  }

  /** The issuer with a key of this id, if it has one by now. Throws an {@link IssuerError}. */
  async withKey(url: string, keyId: string): Promise<OidcIssuer> {
    const known = this.current(url)
    if (known?.keys.has(keyId)) return known
    const entry = this.#entries.get(url)
    if (entry?.asking) return entry.asking
    if (entry && isWithin(entry.askedAt, this.#clock.now(), REST_MS)) {
      if (known) return known
      throw entry.failure
    }
    return this.#ask(url, entry)
  }

  #ask(url: string, before: Entry | undefined): Promise<OidcIssuer> {
    const entry: Entry = before ?? {
      askedAt: 0,
      fetchedAt: 0,
      issuer: undefined,
      failure: undefined,
      asking: undefined,
    }
    entry.askedAt = this.#clock.now()
    this.#keep(url, entry)
    entry.asking = this.#fetch(url)
      .then(
        (issuer) => {
          entry.issuer = issuer
          entry.fetchedAt = this.#clock.now()
          return issuer
        },
        (error: unknown) => {
          entry.failure = error
          // Keys that still count outlive an issuer that cannot be asked.
          const known = this.current(url)
          if (known) return known
          throw error
        },
      )
      .finally(() => {
        entry.asking = undefined
      })
    return entry.asking
  }

  #keep(url: string, entry: Entry): void {
    this.#entries.set(url, entry)
    if (this.#entries.size <= MAX_ISSUERS) return
    const [oldest] = this.#entries.keys()
    if (oldest !== undefined) this.#entries.delete(oldest)
  }

  async #fetch(url: string): Promise<OidcIssuer> {
    const discovery = `${url.replace(/\/+$/, '')}/.well-known/openid-configuration`
    const configuration = await this.#get(discovery, 'OIDC discovery endpoint communication error')
    const jwksUri = isJsonObject(configuration) ? configuration.jwks_uri : undefined
    if (typeof jwksUri !== 'string') {
      throw new IssuerError('OIDC discovery endpoint communication error', `${discovery} names no jwks_uri`)
    }
    const keys = readKeySet(await this.#get(jwksUri, 'JWKS communication error'))
    if (!keys) throw new IssuerError('JWKS communication error', `${jwksUri} is no set of keys`)
    return { url, keys }
  }

  async #get(address: string, description: IssuerError['description']): Promise<JsonValue> {
    const url = URL.canParse(address) ? new URL(address) : undefined
    if (!url || !/^https?:$/.test(url.protocol)) throw new IssuerError(description, `${address} is no address`)
    try {
      const { status, body } = await this.#http.send({
        method: 'GET',
        url,
        rawHeaders: ['Host', url.host, 'Accept', 'application/json'],
        body: NO_BYTES,
        timeoutMs: TIMEOUT_MS,
        maxBytes: MAX_BYTES,
        streams: false,
        acceptsAnyIssuer: false,
        client: { signal: NEVER },
      })
      if (status !== 200) throw new IssuerError(description, `${address} answered ${status}`)
      return JSON.parse(String(body)) as JsonValue
    } catch (error) {
      if (error instanceof BackendError) throw new IssuerError(description, `${url.host}: ${error.message}`)
      if (error instanceof SyntaxError) throw new IssuerError(description, `${address} did not answer with JSON`)
      throw error
    }
  }
}

const NO_BYTES = Buffer.alloc(0)

/** Whoever waits for keys may leave; others wait for the same. */
const NEVER: LeaveSignal = { aborted: false, addEventListener: () => {}, removeEventListener: () => {} }

/** A clock that was set back makes nothing last longer. */
function isWithin(since: number, now: number, ms: number): boolean {
  return now >= since && now - since < ms
}

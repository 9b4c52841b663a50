import type { JsonObject } from '../../kernel/json.ts'
import type { AccessCell } from './map.ts'
import type { InPlace } from './place.ts'

/** `POST tokens`: asks the client's own token endpoint, within this process, with the client's secret. */
export interface TokenRequest extends InPlace {
  readonly poolId: string
  readonly clientId: string
  /** Full names; left out: all that the client may have. */
  readonly scopes?: readonly string[]
}

/** The token endpoint's own answer. */
export interface TokenAnswer {
  readonly status: number
  /** For `GET requests/{id}`. */
  readonly requestId?: string
  readonly accessToken?: string
  readonly tokenType?: string
  readonly expiresInSeconds?: number
  /** RFC 6749's code, where there is no token. */
  readonly error?: string
  /** A command that asks the same, with `$CLIENT_SECRET` in place of the secret. */
  readonly curl: string
}

/** `POST tokens/inspect` */
export interface TokenQuestion {
  readonly token: string
}

export interface TokenInspection {
  /** Undefined: what was sent is no JSON Web Token. */
  readonly header?: JsonObject
  readonly claims?: JsonObject
  readonly signature: 'verified' | 'wrong' | 'unknown-issuer' | 'unknown-key' | 'unreadable'
  /** What is wrong with the form or the signature. */
  readonly problem?: string
  /** ISO 8601, by the token's `iat` and `exp`. */
  readonly issuedAt?: string
  readonly expiresAt?: string
  /** By this server's clock, which may have been moved. */
  readonly isExpired?: boolean
  /** The pool of this server that issued it. */
  readonly issuedBy?: InPlace & { readonly poolId: string; readonly poolName: string }
  /** The client that it was issued to, if there still is one. */
  readonly clientId?: string
  readonly scopes: readonly string[]
  /** What it opens, of the methods in `GET map`. */
  readonly methods: readonly (AccessCell & { readonly method: string })[]
}

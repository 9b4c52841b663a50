import type { InPlace } from './place.ts'

/** `POST calls`: performs a call as a client would, through the real gateway. */
export interface CallRequest {
  readonly method: string
  /** What is called: a stage, whose address this server puts together, or a URL of this server. */
  readonly target: { readonly apiId: string; readonly stage: string; readonly path: string } | { readonly url: string }
  readonly query?: readonly Pair[]
  readonly headers?: readonly Pair[]
  /** As text; at most half a megabyte. */
  readonly body?: string
  /** Gets a token first, and sends it as `Authorization: Bearer …`. */
  readonly client?: InPlace & {
    readonly poolId: string
    readonly clientId: string
    readonly scopes?: readonly string[]
  }
}

export interface Pair {
  readonly name: string
  readonly value: string
}

export interface CallAnswer {
  readonly status: number
  readonly headers: readonly Pair[]
  readonly body: CallBody
  /** For `GET requests/{id}`. */
  readonly requestId?: string
  readonly milliseconds: number
  /** Where there was no token to be had the call was not made, and this is what the token endpoint said. */
  readonly tokenRefusal?: { readonly status: number; readonly error?: string; readonly requestId?: string }
  readonly curl: CallCurl
}

export interface CallBody {
  /** The text, or base64 where `isBinary`. */
  readonly text: string
  readonly isBinary: boolean
  /** Of the whole body. */
  readonly bytes: number
  /** Whether `text` is only its beginning. */
  readonly isCut: boolean
}

/** Commands for a shell, without a secret or a token in them. */
export interface CallCurl {
  /** Sets `$TOKEN`; needs `$CLIENT_SECRET`. Only where a client was named. */
  readonly token?: string
  readonly call: string
}

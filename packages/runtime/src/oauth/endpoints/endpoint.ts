import type { Soon } from '../../kernel/soon.ts'
import type { WireRequest, WireResponse } from '../../kernel/wire.ts'
import type { OAuthError } from '../oauth-error.ts'
import type { Realm } from '../ports.ts'
import type { Reply } from '../reply.ts'

export interface EndpointRequest {
  readonly realm: Realm
  readonly wire: WireRequest
  /** Makes the answers to this request. */
  readonly reply: Reply
}

/** One path of a user pool's domain. Refusals are thrown as `OAuthError`. */
export interface Endpoint {
  readonly path: string
  readonly methods: readonly string[]
  /** Browsers of any origin may read the answers (documented for token, revoke and userInfo). */
  readonly crossOrigin: boolean
  handle(request: EndpointRequest): Soon<WireResponse>
  /** Where it is not the usual 400 with a JSON body. */
  refuse?(error: OAuthError, reply: Reply): WireResponse
}

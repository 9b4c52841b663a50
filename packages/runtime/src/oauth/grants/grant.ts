import type { Soon } from '../../kernel/soon.ts'
import type { Form } from '../form.ts'
import type { IssuedToken, OAuthClient, Realm } from '../ports.ts'

export interface GrantRequest {
  readonly realm: Realm
  /** Has been authenticated. */
  readonly client: OAuthClient
  readonly form: Form
}

/** One value of `grant_type` at the token endpoint. Refusals are thrown as `OAuthError`. */
export interface Grant {
  readonly grantType: string
  handle(request: GrantRequest): Soon<IssuedToken>
}

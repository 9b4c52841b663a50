import type { Form } from '../form.ts'

/** Credentials as one method of client authentication found them in a request. */
export interface ClientCredentials {
  readonly clientId: string
  /** Undefined: none was sent, as public clients do. */
  readonly secret: string | undefined
}

/** A way in which a client says who it is (RFC 6749, section 2.3). */
export interface ClientAuthentication {
  /** Its name in `token_endpoint_auth_methods_supported`. */
  readonly method: string
  /** Undefined: this request does not use the method. Throws `OAuthError` if it does so in a malformed way. */
  read(authorization: string | undefined, form: Form): ClientCredentials | undefined
}

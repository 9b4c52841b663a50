import type { AwsError } from '../kernel/errors.ts'
import type { OAuthErrorCode } from './ports.ts'

/** Where a code stands for several reasons: which of them it was, for advice. */
export type OAuthRefusalKind =
  | 'client-unknown'
  | 'flow-off'
  | 'flow-other'
  | 'public-client'
  | 'scope-gone'
  | 'scope-none'
  | 'scope-not-allowed'
  | 'scope-of-users'
  | 'scope-unknown'
  | 'secret-missing'
  | 'secret-needless'
  | 'secret-wrong'
  | 'trigger-failed'

/** A refusal of an OAuth endpoint. `description` is AWS's public text, `detail` is the truth and for the log only. */
export class OAuthError extends Error {
  readonly error: OAuthErrorCode
  readonly detail: string
  readonly description: string | undefined
  readonly kind: OAuthRefusalKind | undefined
  /** Of the client that has not shown to be the one whose id it sent. */
  readonly clientId: string | undefined

  constructor(
    error: OAuthErrorCode,
    detail: string,
    {
      clientId,
      description,
      kind,
    }: { clientId?: string; description?: string; kind?: OAuthRefusalKind | undefined } = {},
  ) {
    super(`${error}: ${detail}`)
    this.name = 'OAuthError'
    this.error = error
    this.detail = detail
    this.description = description
    this.kind = kind
    this.clientId = clientId
  }
}

/** The code, and that the text is told, are inferred; the text itself is what Cognito's API says (recorded). */
export function triggerFailed({ code, message }: AwsError): OAuthError {
  return new OAuthError('invalid_request', `${code}: ${message}`, { description: message, kind: 'trigger-failed' })
}

/** The body as Cognito writes it (observed): compact, `error` first, a description only where AWS gives one. */
export function errorBody(error: OAuthError): string {
  return error.description === undefined
    ? `{"error":"${error.error}"}`
    : JSON.stringify({ error: error.error, error_description: error.description })
}

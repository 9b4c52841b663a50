import type { OAuthErrorCode } from './ports.ts'

/** A refusal of an OAuth endpoint. `description` is AWS's public text, `detail` is the truth and for the log only. */
export class OAuthError extends Error {
  readonly error: OAuthErrorCode
  readonly detail: string
  readonly description: string | undefined

  constructor(error: OAuthErrorCode, detail: string, description?: string) {
    super(`${error}: ${detail}`)
    this.name = 'OAuthError'
    this.error = error
    this.detail = detail
    this.description = description
  }
}

/** The body as Cognito writes it (observed): compact, `error` first, a description only where AWS gives one. */
export function errorBody(error: OAuthError): string {
  return error.description === undefined
    ? `{"error":"${error.error}"}`
    : JSON.stringify({ error: error.error, error_description: error.description })
}

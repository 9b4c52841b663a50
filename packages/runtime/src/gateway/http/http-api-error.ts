import type { HeaderList } from '../../kernel/wire.ts'

/** What the client is told, by status. The first four are documented or observed, 413 and 503 are inferred. */
const MESSAGES = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
  400: 'Bad Request',
  413: 'Request Entity Too Large',
  414: 'Request-URI Too Long',
  // Documented: http-api-throttling; the text is that of REST APIs.
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  503: 'Service Unavailable',
} as const

export type ErrorStatus = keyof typeof MESSAGES

/** A part of the call that failed, as access logs tell of it. */
export type FailedPart = 'authorizer' | 'integration'

interface Details {
  readonly part?: FailedPart
  /** In AWS's words, for `$context.authorizer.error` and `$context.integrationErrorMessage`. */
  readonly logged?: string
  readonly headers?: HeaderList
  readonly cause?: unknown
}

/** Ends a call. `reason` is for the server's log only: AWS does not tell the caller why, and neither do we. */
export class HttpApiError extends Error {
  readonly status: ErrorStatus
  readonly reason: string
  readonly part: FailedPart | undefined
  readonly logged: string
  readonly headers: HeaderList

  constructor(status: ErrorStatus, reason: string, { part, logged = reason, headers = [], cause }: Details = {}) {
    super(reason, cause === undefined ? undefined : { cause })
    this.name = 'HttpApiError'
    this.status = status
    this.reason = reason
    this.part = part
    this.logged = logged
    this.headers = headers
  }

  get publicMessage(): string {
    return MESSAGES[this.status]
  }
}

/** The API is set up so that this call cannot be served, or its function does not do its part. */
export function integrationFailed(reason: string, details: Omit<Details, 'part'> = {}): HttpApiError {
  return new HttpApiError(500, reason, { part: 'integration', ...details })
}

export function authorizerFailed(reason: string, details: Omit<Details, 'part'> = {}): HttpApiError {
  return new HttpApiError(500, reason, { part: 'authorizer', ...details })
}

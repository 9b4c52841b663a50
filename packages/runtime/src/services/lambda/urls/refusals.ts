import type { HeaderList, WireResponse } from '../../../kernel/wire.ts'

const FORBIDDEN =
  'Forbidden. For troubleshooting Function URL authorization issues, ' +
  'see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html'

export type Refusal = Omit<WireResponse, 'note'>

/** Nobody may call it, or not this caller (recorded). */
export const forbidden = (): Refusal => json(403, 'AccessDeniedException', { Message: FORBIDDEN })

/** The text says what should have been signed, as AWS's own APIs do (inferred). */
export const badSignature = (errorType: string, message: string): Refusal => json(403, errorType, { message })

/** There is no such URL (recorded). */
export const unknownUrl = (): Refusal => json(403, 'AccessDeniedException', { Message: null })

/** Documented; the body is that of the API (inferred). */
export function throttledUrl(reason: string): Refusal {
  const body = { Reason: reason, Type: 'User', message: 'Rate Exceeded.' }
  return json(429, 'TooManyRequestsException', body, [['Retry-After', '1']])
}

/** An event takes 6 MB; the text is inferred. */
export const tooLarge = (): Refusal =>
  json(413, 'RequestEntityTooLargeException', { Message: 'Request Entity Too Large' })

/** The function failed, or its answer means nothing (recorded). */
export const badGateway = (): Refusal => ({
  status: 502,
  headers: [['Content-Type', 'application/json']],
  body: 'Internal Server Error',
})

function json(status: number, errorType: string, body: object, more: HeaderList = []): Refusal {
  return {
    status,
    headers: [['Content-Type', 'application/json'], ['x-amzn-ErrorType', errorType], ...more],
    body: JSON.stringify(body),
  }
}

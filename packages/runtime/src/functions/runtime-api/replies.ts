import { MAX_RESPONSE_BYTES } from '../environment/answers.ts'

/** What the Runtime API answers to one request. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

/** Ends with a line feed, as Go's encoder leaves it (recorded: AWS's runtime interface emulator, render_json.go). */
export function json(status: number, value: object, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: `${JSON.stringify(value)}\n` }
}

export function refused(status: number, errorType: string, errorMessage: string): Reply {
  return json(status, { errorMessage, errorType })
}

export const ACCEPTED = json(202, { status: 'OK' })

export const TOO_LARGE = refused(
  413,
  'RequestEntityTooLarge',
  `Exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
)

export const TRUNCATED = refused(400, 'TruncatedHTTPRequest', 'HTTP request detected as truncated')

export const INVALID_REQUEST_ID = refused(400, 'InvalidRequestID', 'Invalid request ID')

export const INVALID_RESPONSE_MODE = refused(400, 'InvalidFunctionResponseMode', 'Invalid function response mode')

/** As AWS's own router words it. */
export const NOT_FOUND: Reply = {
  status: 404,
  headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  body: '404 page not found\n',
}

export const METHOD_NOT_ALLOWED: Reply = { status: 405, headers: {}, body: '' }

import { functionJson } from '../function-json.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts'
import { malformed } from '../malformed-answer.ts'
import type { HeaderList, WireBody } from '../wire.ts'

/**
 * What a function says of the answer to a request that it was handed in the format 2.0. What it says of the body is
 * read differently behind a function's URL and behind an HTTP API.
 */
export interface FunctionHttpAnswer {
  readonly status: number
  readonly headers: HeaderList
  readonly body: WireBody
}

export const JSON_TYPE = ['content-type', 'application/json'] as const
/** Of the connection, or added to every answer: not the function's to say. */
const NOT_TAKEN: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-amzn-requestid',
  'x-amzn-trace-id',
])
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
/** What HTTP cannot carry (RFC 9110, section 5.5). */
const NO_VALUE = /[^\t\x20-\x7e\x80-\xff]/

/** Status, headers and cookies: also of what a function says before it streams. */
export function readHead(value: JsonObject): Omit<FunctionHttpAnswer, 'body'> {
  return { status: statusOf(value.statusCode), headers: [...headersOf(value.headers), ...cookiesOf(value.cookies)] }
}

export function parsed(payload: Buffer): JsonValue {
  const value = functionJson(payload)
  if (value === undefined) throw malformed('it is not JSON, or nested too deeply')
  return value
}

function statusOf(value: JsonValue = 200): number {
  const status = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  if (typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599) return status
  throw malformed(`its status is ${JSON.stringify(value)}`)
}

function headersOf(value: JsonValue = null): HeaderList {
  if (value !== null && !isJsonObject(value)) throw malformed('its headers are no object')
  const headers: [string, string][] = []
  for (const [name, given] of Object.entries(value ?? {})) {
    if (!NOT_TAKEN.has(name.toLowerCase())) headers.push([name, headerValue(name, given)])
  }
  return headers.some(([name]) => name.toLowerCase() === 'content-type') ? headers : [JSON_TYPE, ...headers]
}

function headerValue(name: string, value: JsonValue): string {
  const text = String(value)
  if (typeof value === 'object' && value !== null) throw malformed(`its header ${name} is no text`)
  if (!NAME.test(name) || NO_VALUE.test(text)) throw malformed(`its header ${JSON.stringify(name)} cannot be sent`)
  return text
}

function cookiesOf(value: JsonValue = null): HeaderList {
  if (value === null) return []
  if (!Array.isArray(value)) throw malformed('its cookies are no list')
  return value.map((cookie: JsonValue): [string, string] => ['Set-Cookie', headerValue('Set-Cookie', cookie)])
}

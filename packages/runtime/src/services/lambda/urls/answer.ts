import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/json.ts'
import type { HeaderList, WireBody } from '../../../kernel/wire.ts'

/** What a function says of the answer to a request. */
export interface UrlAnswer {
  readonly status: number
  readonly headers: HeaderList
  readonly body: WireBody
}

/** The answer has a shape that means nothing: 502, as for a function that failed (documented: urls-invocation). */
export class MalformedAnswer extends Error {
  constructor(reason: string) {
    super(`the function's answer is malformed: ${reason}`)
    this.name = 'MalformedAnswer'
  }
}

export const malformed = (reason: string): MalformedAnswer => new MalformedAnswer(reason)

const JSON_TYPE = ['content-type', 'application/json'] as const
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

/** Without a `statusCode`, what the function gives is the body: a text as it is, all else as compact JSON (recorded). */
export function readUrlAnswer(payload: Buffer): UrlAnswer {
  const value = parsed(payload)
  if (!isJsonObject(value) || value.statusCode === undefined) {
    const body = typeof value === 'string' ? value : compact(payload.toString())
    return { status: 200, headers: [JSON_TYPE], body }
  }
  const { body = null, isBase64Encoded } = value
  return { ...readUrlHead(value), body: bodyOf(body, isBase64Encoded === true) }
}

/** What is no text is written as JSON (recorded of objects: lambda_url_echo_http_fixture_default). */
function bodyOf(body: JsonValue, isEncoded: boolean): string | Buffer {
  if (body === null) return ''
  if (typeof body !== 'string') return JSON.stringify(body)
  return isEncoded ? Buffer.from(body, 'base64') : body
}

/** Written anew without spaces; numbers are left as they are. */
function compact(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"|\s+/g, (token) =>
    token.startsWith('"') ? JSON.stringify(JSON.parse(token)) : '',
  )
}

/** Status, headers and cookies: also of what a function says before it streams. */
export function readUrlHead(value: JsonObject): Omit<UrlAnswer, 'body'> {
  return { status: statusOf(value.statusCode), headers: [...headersOf(value.headers), ...cookiesOf(value.cookies)] }
}

export function parsed(payload: Buffer): JsonValue {
  try {
    return JSON.parse(payload.toString()) as JsonValue
  } catch {
    throw malformed('it is not JSON')
  }
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

import { functionJson } from '../../kernel/function-json.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/json.ts'
import { malformed } from '../../kernel/malformed-answer.ts'
import type { HeaderList } from '../../kernel/wire.ts'
import { headerValue, isHeaderName } from '../header-value.ts'

/** What a function says of the answer to a call. */
export interface ProxyResponse {
  readonly status: number
  readonly headers: HeaderList
  readonly body: string
  readonly isBase64Encoded: boolean
}

const MEMBERS: ReadonlySet<string> = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded'])
const JSON_TYPE = 'application/json'

/**
 * The answer, in the format 1.0, of a function that did not fail. None of its members has to be there (recorded:
 * lambda_aws_proxy_response_format); what has another shape is malformed (recorded: payload_format_validation).
 */
export function readProxyResponse(payload: Buffer): ProxyResponse {
  const response = functionJson(payload)
  if (!isJsonObject(response)) throw malformed('it is no JSON object, or nested too deeply')
  const unknown = Object.keys(response).find((name) => !MEMBERS.has(name))
  if (unknown !== undefined) throw malformed(`the answer has a member ${unknown}`)
  const { body = null, isBase64Encoded } = response
  if (body !== null && typeof body !== 'string') throw malformed('its body is no text')
  return {
    ...readProxyHead(response),
    body: body ?? '',
    isBase64Encoded: isBase64Encoded === true || isBase64Encoded === 'true',
  }
}

/** Status and headers: also of what a function says before it streams. */
export function readProxyHead({ statusCode, headers, multiValueHeaders }: JsonObject): {
  readonly status: number
  readonly headers: HeaderList
} {
  return { status: statusOf(statusCode), headers: mergedHeaders(headers, multiValueHeaders) }
}

function statusOf(value: JsonValue | undefined): number {
  if (value === undefined || value === null) return 200
  const status = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  if (typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599) return status
  throw malformed(`its status is ${JSON.stringify(value)}`)
}

/** Of a header in both maps the values of the list come first, and its spelling counts (recorded). */
function mergedHeaders(single: JsonValue | undefined, multi: JsonValue | undefined): HeaderList {
  const merged = new Map<string, { readonly name: string; readonly values: string[] }>()
  for (const [name, values] of membersOf(multi, 'multiValueHeaders')) {
    if (!Array.isArray(values)) throw malformed(`multiValueHeaders has no list for ${name}`)
    merged.set(name.toLowerCase(), { name, values: values.map((value) => headerText(name, value)) })
  }
  for (const [name, value] of membersOf(single, 'headers')) {
    const key = name.toLowerCase()
    const text = headerText(name, value)
    const there = merged.get(key)
    if (!there) merged.set(key, { name, values: [text] })
    else if (!there.values.includes(text)) there.values.push(text)
  }
  if (!merged.has('content-type')) merged.set('content-type', { name: 'Content-Type', values: [JSON_TYPE] })
  return [...merged.values()].flatMap(({ name, values }) => values.map((value): [string, string] => [name, value]))
}

function membersOf(value: JsonValue | undefined, name: string): [string, JsonValue][] {
  if (value === undefined || value === null) return []
  if (!isJsonObject(value)) throw malformed(`${name} is no object`)
  return Object.entries(value)
}

const NO_VALUE = /[^\t\x20-\x7e\x80-\uffff]/

/** What HTTP cannot carry makes the answer malformed (inferred). */
function headerText(name: string, value: JsonValue): string {
  if (typeof value === 'object' && value !== null) throw malformed('a header has a value that is no text')
  const text = String(value)
  if (!isHeaderName(name) || NO_VALUE.test(text)) throw malformed(`its header ${JSON.stringify(name)} cannot be sent`)
  return headerValue(text)
}

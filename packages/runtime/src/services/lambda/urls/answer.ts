import { isJsonObject, type JsonValue } from '../../../kernel/json.ts'
import { type FunctionHttpAnswer, JSON_TYPE, parsed, readHead } from '../../../kernel/payload-format-2/answer.ts'

/** Without a `statusCode`, what the function gives is the body: a text as it is, all else as compact JSON (recorded). */
export function readUrlAnswer(payload: Buffer): FunctionHttpAnswer {
  const value = parsed(payload)
  if (!isJsonObject(value) || value.statusCode === undefined) {
    const body = typeof value === 'string' ? value : compact(payload.toString())
    return { status: 200, headers: [JSON_TYPE], body }
  }
  const { body = null, isBase64Encoded } = value
  return { ...readHead(value), body: bodyOf(body, isBase64Encoded === true) }
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

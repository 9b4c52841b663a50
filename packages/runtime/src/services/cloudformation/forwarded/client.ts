import { callOf } from '../../../kernel/forwards.ts'
import { isJsonObject, type JsonObject } from '../../../kernel/json.ts'
import type { Place } from '../../../kernel/place.ts'
import type { LeaveSignal, WireBody, WireRequest } from '../../../kernel/wire.ts'
import { textIn } from './xml-texts.ts'

/** Other emulators, which answer for services that are not emulated here. */
export interface OtherEmulators {
  pass(
    service: string,
    request: Pick<WireRequest, 'method' | 'path' | 'query' | 'rawHeaders' | 'body' | 'signal'>,
  ): Promise<{ readonly status: number; readonly body: WireBody }>
}

/** What another emulator has refused. */
export class RefusedElsewhere extends Error {
  readonly code: string

  constructor(service: string, status: number, code: string, message: string) {
    super(`${message} (Service: ${service}, Status Code: ${status}, Error Code: ${code})`)
    this.name = 'RefusedElsewhere'
    this.code = code
  }
}

/** Calls a forwarded service for a stack. */
export interface ServiceClient {
  /** In JSON, as DynamoDB and SQS take it. */
  json(operation: string, input: JsonObject): Promise<JsonObject>
  /** In a form, as SNS takes it; the answer is XML. Members without a value are left out. */
  form(action: string, fields: Readonly<Record<string, string | undefined>>): Promise<string>
}

export function serviceClient(
  service: string,
  others: OtherEmulators,
  { account, region }: Place,
  signal: LeaveSignal,
): ServiceClient {
  const { targetPrefix, contentType, apiVersion } = callOf(service)
  // Whoever answers looks at no signature: what counts is who says to have signed, and for what.
  const scope = `${account}/20000101/${region}/${service}/aws4_request`
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=${'0'.repeat(64)}`
  const send = async (headers: readonly string[], body: string) => {
    const rawHeaders = [...headers, 'X-Amz-Date', '20000101T000000Z', 'Authorization', authorization]
    const request = { method: 'POST', path: '/', query: '', rawHeaders, body: Buffer.from(body), signal }
    const answer = await others.pass(service, request)
    return { status: answer.status, body: await whole(answer.body) }
  }
  return {
    async json(operation, input) {
      const target = `${targetPrefix}.${operation}`
      const { status, body } = await send(['Content-Type', contentType, 'X-Amz-Target', target], JSON.stringify(input))
      const read = jsonIn(body)
      if (status < 300) return read
      const { __type: type = 'Unknown', message, Message = message } = read
      throw new RefusedElsewhere(service, status, String(type).replace(/^.*#/, ''), String(Message ?? body))
    },
    async form(action, fields) {
      const given = Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined)
      const form = new URLSearchParams([['Action', action], ['Version', apiVersion], ...given])
      const { status, body } = await send(['Content-Type', 'application/x-www-form-urlencoded'], form.toString())
      if (status >= 300) throw refusedForm(service, status, body)
      return body.toString('utf8')
    },
  }
}

function refusedForm(service: string, status: number, body: Buffer): RefusedElsewhere {
  const text = body.toString('utf8')
  return new RefusedElsewhere(service, status, textIn(text, 'Code') ?? 'Unknown', textIn(text, 'Message') ?? text)
}

function jsonIn(body: Buffer): JsonObject {
  try {
    const read: unknown = JSON.parse(body.toString('utf8'))
    return isJsonObject(read) ? read : {}
  } catch {
    return {}
  }
}

async function whole(body: WireBody): Promise<Buffer> {
  if (typeof body === 'string' || Buffer.isBuffer(body)) return Buffer.from(body)
  const parts: Uint8Array[] = []
  for await (const part of body) parts.push(part)
  return Buffer.concat(parts)
}

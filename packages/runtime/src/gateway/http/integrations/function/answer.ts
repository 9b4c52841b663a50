import { isJsonObject } from '../../../../kernel/json.ts'
import { malformed } from '../../../../kernel/malformed-answer.ts'
import { JSON_TYPE, parsed, readHead } from '../../../../kernel/payload-format-2/answer.ts'
import { readProxyResponse } from '../../../functions/proxy-response.ts'
import type { Answer } from '../../reply.ts'
import { returnedHeaders } from '../returned-headers.ts'

/**
 * What a function answers in the format 2.0. Without a `statusCode`, what it gives is the body: a text as it is, all
 * else as the JSON that it is (documented: http-api-develop-integrations-lambda).
 */
export function readAnswer2(payload: Buffer): Answer {
  const value = parsed(payload)
  if (!isJsonObject(value) || value.statusCode === undefined) {
    return { status: 200, headers: [JSON_TYPE], body: typeof value === 'string' ? value : payload }
  }
  const { body = null, isBase64Encoded } = value
  if (body !== null && typeof body !== 'string') throw malformed('its body is no text')
  return { ...readHead(value), body: told(body ?? '', isBase64Encoded === true) }
}

/** The same in the format 1.0, in which everything has to be said (documented there, too). */
export function readAnswer1(payload: Buffer): Answer {
  const { status, headers, body, isBase64Encoded } = readProxyResponse(payload)
  return { status, headers: returnedHeaders(headers), body: told(body, isBase64Encoded) }
}

/** Bytes are bytes, whatever their type and whatever the client takes (inferred: there are no binary types here). */
function told(body: string, isBase64Encoded: boolean): string | Buffer {
  return isBase64Encoded ? Buffer.from(body, 'base64') : body
}

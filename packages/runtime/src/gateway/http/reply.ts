import type { ExchangeNote, HeaderList, WireBody, WireResponse } from '../../kernel/wire.ts'
import type { HttpApiCall } from './call.ts'
import type { HttpApiError } from './http-api-error.ts'

export type Header = HeaderList[number]

/** What an integration answers, or the gateway itself. */
export interface Answer {
  readonly status: number
  /** Without a length, which follows from the body, unless there is none because of `HEAD`. */
  readonly headers: HeaderList
  readonly body: WireBody
}

/**
 * Every answer carries the id of its call, and no name of AWS's beside it (documented: http-api-troubleshooting-jwt).
 */
export function toResponse(call: HttpApiCall, { status, headers, body }: Answer, reason?: string): WireResponse {
  // RFC 9110, sections 6.4.1 and 8.6: no content, and no length of it, with these statuses.
  const bodiless = status === 204 || status === 304
  const sent: Header[] = [...headers]
  const hasLength = headers.some(([name]) => name.toLowerCase() === 'content-length')
  if (!bodiless && !hasLength && (typeof body === 'string' || Buffer.isBuffer(body))) {
    sent.push(['Content-Length', String(Buffer.byteLength(body))])
  }
  sent.push(['apigw-requestid', call.requestId])
  return {
    status,
    headers: sent,
    body: bodiless || call.request.method === 'HEAD' ? '' : body,
    note: reason === undefined ? call : noteOf(call, reason),
  }
}

function noteOf({ plane, requestId, subject }: HttpApiCall, reason: string): ExchangeNote {
  return { plane, requestId, subject: subject.slice(0, 200), reason }
}

const JSON_TYPE: Header = ['Content-Type', 'application/json']

/**
 * `{"message":"Not Found"}`: with a type (observed: a probe of an API of the field counts one on every answer but 204),
 * but without one where an authorizer asks for another token (documented: http-api-troubleshooting-jwt).
 */
export function errorAnswer(error: HttpApiError): Answer {
  const { status, headers, publicMessage } = error
  return {
    status,
    headers: headers.length > 0 ? headers : [JSON_TYPE],
    body: `{"message":"${publicMessage}"}`,
  }
}

import type { WireResponse } from '../kernel/wire.ts'
import type { Call } from './call.ts'

/** Documented quotas (api-gateway-execution-service-limits-table). */
export interface Limits {
  readonly urlLength: number
  /** The request line and all header values together. */
  readonly headerLength: number
}

/** Of a request, and of an answer that does not stream. */
export const MAX_BODY_BYTES = 10_485_760
const REGIONAL: Limits = { urlLength: 10_240, headerLength: 10_240 }
const EDGE: Limits = { urlLength: 8192, headerLength: 10_240 }
const PRIVATE: Limits = { urlLength: 8192, headerLength: 8000 }

export function limitsOf(endpointTypes: readonly string[]): Limits {
  if (endpointTypes.includes('PRIVATE')) return PRIVATE
  return endpointTypes.includes('EDGE') ? EDGE : REGIONAL
}

/**
 * What is too large is answered in plain text. The text for a body is observed, and that no gateway response changes
 * it is documented (api-gateway-known-issues) and observed (https://zenn.dev/august/articles/67c76de854cb6d). Those
 * for URL and headers are inferred.
 */
export function overLimit(call: Call, limits: Limits): WireResponse | undefined {
  const { body, query, rawHeaders } = call.request
  if (body.length > MAX_BODY_BYTES) return refusal(call, BODY_TOO_LARGE)
  const url = call.fullPath.length + query.length
  if (url > limits.urlLength) return refusal(call, URI_TOO_LONG)
  let size = url
  for (let i = 1; i < rawHeaders.length; i += 2) size += rawHeaders[i]?.length ?? 0
  if (size <= limits.headerLength) return undefined
  return refusal(call, { status: 431, text: 'Request header fields too large' })
}

/** An answer in plain text, which no gateway response changes. */
export interface PlainRefusal {
  readonly status: number
  readonly text: string
}

export const BODY_TOO_LARGE: PlainRefusal = {
  status: 413,
  text: `HTTP content length exceeded ${MAX_BODY_BYTES} bytes.`,
}

export const URI_TOO_LONG: PlainRefusal = { status: 414, text: 'Request URI too long' }

export function refusal(call: Call, { status, text }: PlainRefusal): WireResponse {
  const { plane, requestId, extendedRequestId, subject } = call
  return {
    status,
    headers: [
      ['Content-Type', 'text/plain'],
      ['Content-Length', String(text.length)],
      ['x-amzn-RequestId', requestId],
      ['x-amz-apigw-id', extendedRequestId],
    ],
    body: text,
    note: { plane, requestId, subject: subject.slice(0, 200), reason: `${status}: ${text}` },
  }
}

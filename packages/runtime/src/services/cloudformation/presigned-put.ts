import { timingSafeEqual } from 'node:crypto'
import type { WireRequest, WireResponse } from '../../kernel/wire.ts'

/** What makes an address that something may be put to: of wait condition handles, and of custom resources' responses. */
export interface Presigned {
  readonly signature: string
  /** Milliseconds. */
  readonly expires: number
}

/** Undefined: it may be put. `presigned`: what the address should be, if there is such a one. */
export function refusalOfPut(
  { method, query, headers }: WireRequest,
  presigned: Presigned | undefined,
  now: number,
): WireResponse | undefined {
  if (method !== 'PUT') {
    return s3Refusal(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.')
  }
  const signature = new URLSearchParams(query).get('Signature') ?? ''
  // A content type would be part of what is signed: clients have to send none (documented).
  const hasType = (headers['content-type'] ?? '') !== ''
  if (!presigned || !isSame(signature, presigned.signature) || hasType) {
    const text = 'The request signature we calculated does not match the signature you provided.'
    return s3Refusal(403, 'SignatureDoesNotMatch', `${text} Check your key and signing method.`)
  }
  return presigned.expires <= now ? s3Refusal(403, 'AccessDenied', 'Request has expired') : undefined
}

export const PUT_DONE: WireResponse = { status: 200, headers: [['content-length', '0']], body: '' }

/** As S3 says it. Codes and texts are ours, so that nothing in them has to be escaped. */
export function s3Refusal(status: number, code: string, message: string): WireResponse {
  return {
    status,
    headers: [['content-type', 'application/xml']],
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  }
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

import { createHash } from 'node:crypto'
import type { WireRequest } from '../../../kernel/wire.ts'
import { GatewayError } from '../gateway-error.ts'

const PARTS = ['Credential', 'Signature', 'SignedHeaders']

/**
 * An `Authorization` header is read as a signature wherever no authorizer asked for it: the texts with which AWS
 * complains of one that is none. Undefined for a header that has all parts, and for none at all.
 *
 * Observed: a scheme followed by a word without an equal-sign (`Bearer abc`) gives the first text; a word alone (a raw
 * token) and `Basic Og==` give the list of what is missing, which ended with `Authorization=` and the header until the
 * header was replaced by its digest (https://github.com/svdgraaf/serverless-basic-authentication/issues/3,
 * https://github.com/nordcloud/cognitocurl/issues/28). Words are told apart by commas and blanks
 * (https://github.com/amzn/selling-partner-api-models/issues/1432).
 */
export function brokenSignature(headers: WireRequest['headers'], reason: string): GatewayError | undefined {
  const { authorization } = headers
  const message = authorization ? complaint(headers, authorization) : undefined
  if (message === undefined) return undefined
  return new GatewayError('INVALID_SIGNATURE', reason, { message, errorType: 'IncompleteSignatureException' })
}

function complaint(headers: WireRequest['headers'], authorization: string): string | undefined {
  const [, ...parameters] = authorization.split(/[\s,]+/).filter(Boolean)
  const digest = () => createHash('sha256').update(authorization).digest('base64')
  if (parameters.some((parameter) => !parameter.includes('='))) {
    return `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${digest()}'.`
  }
  const names = parameters.map((parameter) => parameter.slice(0, parameter.indexOf('=')))
  const missing = PARTS.filter((part) => !names.includes(part)).map(
    (part) => `Authorization header requires '${part}' parameter.`,
  )
  if (!headers['x-amz-date'] && !headers.date) {
    missing.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
  }
  if (!missing.length) return undefined
  return `${missing.join(' ')} (Hashed with SHA-256 and encoded with Base64) Authorization=${digest()}`
}

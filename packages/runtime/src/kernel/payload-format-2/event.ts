import { isUtf8 } from 'node:buffer'
import type { JsonObject } from '../json.ts'
import type { Signer } from '../signatures.ts'
import type { WireRequest } from '../wire.ts'

/**
 * Parts of an event of the format 2.0, which functions get from function URLs and from HTTP APIs (documented:
 * http-api-develop-integrations-lambda, urls-invocation). What is not there is left out.
 */

export function cookiesOf(header: string | undefined): string[] {
  return (header ?? '')
    .split(';')
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== '')
}

/** Values of a name that is repeated are joined by a comma. */
export function joinedQuery(query: string): Record<string, string> {
  const values = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(query)) {
    const before = values.get(name)
    values.set(name, before === undefined ? value : `${before},${value}`)
  }
  return Object.fromEntries(values)
}

/**
 * Not handed on: it concerns the connection, or stands elsewhere in the event. That `cookies` stands for the header is
 * documented, that the header is then gone is inferred from the samples there and from what reads such events
 * (webiny/webiny-js: functionUrlEventToHttpRequest).
 */
const NOT_SHOWN: ReadonlySet<string> = new Set(['connection', 'cookie', 'proxy-authorization', 'transfer-encoding'])

/** Lower-case names; values of a name that is repeated are joined by a comma without a blank (recorded of URLs). */
export function joinedHeaders(rawHeaders: readonly string[]): Map<string, string> {
  const joined = new Map<string, string>()
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] as string).toLowerCase()
    const value = rawHeaders[i + 1] as string
    if (name.startsWith(':') || NOT_SHOWN.has(name)) continue
    const before = joined.get(name)
    joined.set(name, before === undefined ? value : `${before},${value}`)
  }
  return joined
}

export interface EventBody {
  readonly body?: string
  readonly isBase64Encoded: boolean
}

const TEXT = /^text\/|json|xml|javascript/i

/** Base64, unless its type is that of a text: also for forms (recorded for those of several parts, else inferred). */
export function bodyOf(body: Buffer, contentType = ''): EventBody {
  if (body.length === 0) return { isBase64Encoded: false }
  const isText = TEXT.test(contentType) && isUtf8(body)
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText }
}

/** What a request that came through a proxy says of its way, ours included. */
export function forwardedFor(headers: WireRequest['headers'], address: string): string {
  const { 'x-forwarded-for': forwarded } = headers
  return forwarded === undefined ? address : `${forwarded}, ${address}`
}

/** The port that the client has used. */
export function forwardedPort({ scheme, origin }: Pick<WireRequest, 'scheme' | 'origin'>): string {
  return scheme === 'https' ? '443' : new URL(origin).port || '80'
}

/** Who has signed, with the members that are documented (urls-invocation). */
export function iamOf({ accessKeyId, account, arn, userId }: Signer): JsonObject {
  return {
    accessKey: accessKeyId,
    accountId: account,
    callerId: userId,
    cognitoIdentity: null,
    principalOrgId: null,
    userArn: arn,
    userId,
  }
}

import { isUtf8 } from 'node:buffer'
import { logDate } from '../../../kernel/dates.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import { plainAddress } from '../../../kernel/plain-address.ts'
import type { Signer } from '../../../kernel/signatures.ts'
import type { WireRequest } from '../../../kernel/wire.ts'

export interface UrlCall {
  readonly request: WireRequest
  /** Behind the host, still percent-encoded. */
  readonly path: string
  readonly urlId: string
  readonly region: string
  readonly requestId: string
  readonly traceId: string
  readonly nowMs: number
  /** Undefined: nobody in particular. */
  readonly signer?: Signer | undefined
}

/** Of a URL that anybody may call, where the documentation has the owner's (observed in events of public URLs). */
const ANONYMOUS = 'anonymous'

/**
 * Not handed on: it concerns the connection, or stands elsewhere in the event. That `cookies` stands for the header is
 * documented for the format 2.0 (apigateway: http-api-develop-integrations-lambda), that the header is then gone is
 * inferred from the samples there and from what reads such events (webiny/webiny-js: functionUrlEventToHttpRequest).
 */
const NOT_SHOWN: ReadonlySet<string> = new Set(['connection', 'cookie', 'proxy-authorization', 'transfer-encoding'])

/**
 * The event of the format 2.0, with the members and in the order that AWS shows (observed in public files; documented:
 * urls-invocation). What is not there is left out.
 */
export function urlEvent(call: UrlCall): Buffer {
  const { request, path, urlId, region, requestId, nowMs, signer } = call
  const { method, query, headers } = request
  const cookies = cookiesOf(headers.cookie)
  const body = bodyOf(request)
  return Buffer.from(
    JSON.stringify({
      version: '2.0',
      routeKey: '$default',
      rawPath: path,
      rawQueryString: query,
      ...(cookies.length > 0 && { cookies }),
      headers: headersOf(call),
      ...(query !== '' && { queryStringParameters: queryOf(query) }),
      requestContext: {
        accountId: signer?.account ?? ANONYMOUS,
        apiId: urlId,
        ...(signer && { authorizer: { iam: iamOf(signer) } }),
        domainName: urlHost(urlId, region),
        domainPrefix: urlId,
        http: {
          method,
          path,
          protocol: 'HTTP/1.1',
          sourceIp: plainAddress(request.remoteAddress),
          userAgent: headers['user-agent'],
        },
        requestId,
        routeKey: '$default',
        stage: '$default',
        time: logDate(nowMs),
        timeEpoch: nowMs,
      },
      ...body,
    }),
  )
}

/** Who has signed, with the members that are documented (urls-invocation). */
function iamOf({ accessKeyId, account, arn, userId }: Signer): JsonObject {
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

export function urlHost(id: string, region: string): string {
  return `${id}.lambda-url.${region}.on.aws`
}

/** Lower-case names; values of a name that is repeated are joined by a comma without a blank (recorded). */
function headersOf({ request, traceId }: UrlCall): Record<string, string> {
  const { rawHeaders, headers, remoteAddress, scheme, origin } = request
  const shown = new Map<string, string>()
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] as string).toLowerCase()
    const value = rawHeaders[i + 1] as string
    if (name.startsWith(':') || NOT_SHOWN.has(name)) continue
    const before = shown.get(name)
    shown.set(name, before === undefined ? value : `${before},${value}`)
  }
  // HTTP/2 has no such header.
  if (headers.host !== undefined) shown.set('host', headers.host)
  const address = plainAddress(remoteAddress)
  const { 'x-forwarded-for': forwarded } = headers
  shown.set('x-forwarded-for', forwarded === undefined ? address : `${forwarded}, ${address}`)
  shown.set('x-forwarded-port', scheme === 'https' ? '443' : new URL(origin).port || '80')
  shown.set('x-forwarded-proto', scheme)
  shown.set('x-amzn-trace-id', traceId.split(';', 1)[0] as string)
  if (scheme === 'https') {
    // As AWS shows clients of today (observed).
    shown.set('x-amzn-tls-version', 'TLSv1.3')
    shown.set('x-amzn-tls-cipher-suite', 'TLS_AES_128_GCM_SHA256')
  }
  return Object.fromEntries(shown)
}

function cookiesOf(header: string | undefined): string[] {
  return (header ?? '')
    .split(';')
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== '')
}

function queryOf(query: string): Record<string, string> {
  const values = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(query)) {
    const before = values.get(name)
    values.set(name, before === undefined ? value : `${before},${value}`)
  }
  return Object.fromEntries(values)
}

const TEXT = /^text\/|json|xml|javascript/i

/** Base64, unless its type is that of a text: also for forms (recorded for those of several parts, else inferred). */
function bodyOf({ body, headers }: WireRequest): { readonly body?: string; readonly isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false }
  const isText = TEXT.test(headers['content-type'] ?? '') && isUtf8(body)
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText }
}

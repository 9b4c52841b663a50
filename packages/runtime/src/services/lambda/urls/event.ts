import { logDate } from '../../../kernel/dates.ts'
import {
  bodyOf,
  cookiesOf,
  forwardedFor,
  forwardedPort,
  iamOf,
  joinedHeaders,
  joinedQuery,
} from '../../../kernel/payload-format-2/event.ts'
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
  /** As the event shows it. */
  readonly shownTraceId: string
  readonly nowMs: number
  /** Undefined: nobody in particular. */
  readonly signer?: Signer | undefined
}

/** Of a URL that anybody may call, where the documentation has the owner's (observed in events of public URLs). */
const ANONYMOUS = 'anonymous'

/**
 * The event of the format 2.0, with the members and in the order that AWS shows (observed in public files; documented:
 * urls-invocation). What is not there is left out.
 */
export function urlEvent(call: UrlCall): Buffer {
  const { request, urlId, region, requestId, nowMs, signer } = call
  // Slashes at its start count as one (recorded: echo_http_fixture, import_with_stage_variables).
  const path = call.path.replace(/^\/{2,}/, '/')
  const { method, query, headers } = request
  const cookies = cookiesOf(headers.cookie)
  const body = bodyOf(request.body, headers['content-type'])
  return Buffer.from(
    JSON.stringify({
      version: '2.0',
      routeKey: '$default',
      rawPath: path,
      rawQueryString: query,
      ...(cookies.length > 0 && { cookies }),
      headers: headersOf(call),
      ...(query !== '' && { queryStringParameters: joinedQuery(query) }),
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

export function urlHost(id: string, region: string): string {
  return `${id}.lambda-url.${region}.on.aws`
}

/** The client's, and what says how it came. */
function headersOf({ request, shownTraceId }: UrlCall): Record<string, string> {
  const { rawHeaders, headers, remoteAddress, scheme } = request
  const shown = joinedHeaders(rawHeaders)
  // HTTP/2 has no such header.
  if (headers.host !== undefined) shown.set('host', headers.host)
  shown.set('x-forwarded-for', forwardedFor(headers, plainAddress(remoteAddress)))
  shown.set('x-forwarded-port', forwardedPort(request))
  shown.set('x-forwarded-proto', scheme)
  shown.set('x-amzn-trace-id', shownTraceId)
  if (scheme === 'https') {
    // As AWS shows clients of today (observed).
    shown.set('x-amzn-tls-version', 'TLSv1.3')
    shown.set('x-amzn-tls-cipher-suite', 'TLS_AES_128_GCM_SHA256')
  }
  return Object.fromEntries(shown)
}

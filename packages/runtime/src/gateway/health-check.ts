import type { WireResponse } from '../kernel/wire.ts'
import type { Call } from './call.ts'

/** Observed at an API's own name: github.com/serverless/examples/issues/667. The rest of the answer is inferred. */
const TEXT = 'Healthy Connection'

/**
 * Paths at the root of a name that the service answers itself, whatever an API has there (documented for custom domain
 * names: api-gateway-known-issues; observed for others: same as above, and apex/up#556).
 */
export function isHealthCheck(path: string): boolean {
  return path === '/ping' || path === '/sping'
}

export function healthAnswer({ extendedRequestId, plane, request, requestId }: Call): WireResponse {
  return {
    status: 200,
    headers: [
      ['Content-Type', 'text/plain'],
      ['Content-Length', String(TEXT.length)],
      ['x-amzn-RequestId', requestId],
      ['x-amz-apigw-id', extendedRequestId],
    ],
    body: request.method === 'HEAD' ? '' : TEXT,
    note: { plane, requestId, subject: `${request.method} ${request.path}`, reason: "the service's own health check" },
  }
}

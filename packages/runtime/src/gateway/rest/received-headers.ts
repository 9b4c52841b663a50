import { plainAddress } from '../../kernel/plain-address.ts'
import type { WireRequest } from '../../kernel/wire.ts'
import type { Exchange } from './exchange.ts'

const ADDED: ReadonlySet<string> = new Set([
  'x-amzn-trace-id',
  'x-forwarded-for',
  'x-forwarded-port',
  'x-forwarded-proto',
])

/**
 * A request's headers as API Gateway reads them: the client's, and what AWS's own front says of how they came. Functions
 * and the backends of proxies get these (recorded: lambda_aws_proxy_integration, http_integration_with_lambda), and
 * templates, mappings and logs see them (observed: serverless/examples#221, and execution logs of the field). Name,
 * value, name, value.
 */
export function receivedHeaders({ call, receivedTraceId }: Exchange): readonly string[] {
  const { request, headers, isFronted, spellsHeaders } = call
  const { rawHeaders } = request
  if (!isFronted) return rawHeaders
  const received: string[] = []
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] as string
    if (!ADDED.has(name.toLowerCase())) received.push(name, rawHeaders[i + 1] as string)
  }
  const add = (name: string, value: string) => received.push(spellsHeaders ? name : name.toLowerCase(), value)
  add('X-Amzn-Trace-Id', receivedTraceId)
  add('X-Forwarded-For', forwardedFor(headers['x-forwarded-for'], plainAddress(request.remoteAddress)))
  add('X-Forwarded-Port', portOf(request))
  add('X-Forwarded-Proto', request.scheme)
  return received
}

/** Each hop adds the one before it. */
function forwardedFor(received: string | undefined, address: string): string {
  return received === undefined ? address : `${received}, ${address}`
}

function portOf({ scheme, origin }: WireRequest): string {
  return scheme === 'https' ? '443' : (/:(\d+)$/.exec(origin)?.[1] ?? '80')
}

import { hasDotSegment } from '../../../dot-segments.ts'
import { withStageVariables } from '../../../stage-variables.ts'
import type { Exchange } from '../../exchange.ts'
import { GatewayError, misconfigured } from '../../gateway-error.ts'

/** Where a call goes. */
export type Target = (exchange: Exchange) => URL

/**
 * An integration's URI with its stage variables and `{parameters}`, which `integration.request.path.{name}` fills; a
 * parameter that nothing fills stays as it stands. Mapped query parameters are added behind those of the URI, and behind
 * the client's own where these pass (recorded on AWS).
 */
export function compileTarget(
  uri: string | undefined,
  variables: Readonly<Record<string, string>>,
  passesQuery: boolean,
): Target {
  // Text and names in turn.
  const parts = withStageVariables(uri ?? '', variables).split(/\{([^{}/?#]+)\}/)
  let fixed: URL | undefined
  return (exchange) => {
    const query = queryOf(exchange, passesQuery)
    if (parts.length === 1 && !query) {
      fixed ??= parseUrl(parts[0] ?? '')
      return fixed
    }
    const url = parseUrl(filled(parts, exchange))
    if (query) url.search = url.search ? `${url.search}&${query}` : query
    return url
  }
}

function filled(parts: readonly string[], exchange: Exchange): string {
  if (parts.length === 1) return parts[0] ?? ''
  return parts.map((part, i) => (i % 2 ? (pathValue(part, exchange) ?? `{${part}}`) : part)).join('')
}

function pathValue(name: string, { parameters }: Exchange): string | undefined {
  const mapped = parameters.findLast((parameter) => parameter.place === 'path' && parameter.name === name)
  const value = mapped?.values.at(-1)
  if (value !== undefined && hasDotSegment(value)) {
    throw new GatewayError('BAD_REQUEST_PARAMETERS', `the path parameter ${name} has a segment of dots`)
  }
  return value
}

function queryOf({ call, parameters }: Exchange, passesQuery: boolean): string {
  const pairs = passesQuery && call.request.query ? [call.request.query] : []
  for (const { place, name, values } of parameters) {
    if (place !== 'querystring') continue
    for (const value of values)
      pairs.push(`${encodeURIComponent(name)}=${encodeURIComponent(Buffer.from(value).toString())}`)
  }
  return pairs.join('&')
}

/** A stage variable or a parameter can make an address of it that is none. */
export function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) throw misconfigured('Invalid endpoint address')
  return url
}

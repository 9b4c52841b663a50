import { hasDotSegment } from '../../../dot-segments.ts'
import { withStageVariables } from '../../../stage-variables.ts'
import type { HttpExchange } from '../../exchange.ts'
import { HttpApiError, integrationFailed } from '../../http-api-error.ts'
import type { MappedRequest } from '../../mapping/request.ts'

/** Where a call goes. */
export type Target = (exchange: HttpExchange, mapped: MappedRequest) => URL

const URI = /^https?:\/\/[^\s/?#]+/

export function readUri(uri: string): boolean {
  return URI.test(uri)
}

/**
 * A URI with its stage variables and the values of the route's variables (`{petId}`, `{proxy}` or `{proxy+}`). Behind
 * `$default` it gets the full path of the request (documented: http-api-develop-routes), which names the stage, too
 * (documented for private integrations; here inferred). The client's query follows the URI's own.
 */
export function compileTarget(uri: string, takesPath: boolean, variables: Readonly<Record<string, string>>): Target {
  // Text and names in turn.
  const parts = withStageVariables(uri, variables).split(/\{([^{}/?#+]+)\+?\}/)
  let fixed: URL | undefined
  return (exchange, { path, query }) => {
    if (parts.length === 1 && path === undefined && !takesPath && !query) {
      fixed ??= parseUrl(parts[0] ?? '')
      return fixed
    }
    const text = parts.map((part, i) => (i % 2 ? pathValue(part, exchange) : part)).join('')
    const url = parseUrl(text)
    if (path !== undefined) url.pathname = escaped(path)
    else if (takesPath) url.pathname = `${url.pathname.replace(/\/$/, '')}${rawPath(exchange)}`
    if (query) url.search = url.search ? `${url.search}&${query}` : query
    return url
  }
}

function rawPath({ call }: HttpExchange): string {
  if (hasDotSegment(call.rawPath)) throw new HttpApiError(400, 'the path has a segment of dots')
  return call.rawPath
}

function pathValue(name: string, { values }: HttpExchange): string {
  const value = values.pathParameter(name)
  if (value === undefined) return `{${name}}`
  if (hasDotSegment(value)) throw new HttpApiError(400, `the path variable ${name} has a segment of dots`)
  return escaped(value)
}

/** Values are decoded (documented: http-api-develop-routes), and what a path cannot hold is encoded again. */
function escaped(path: string): string {
  return encodeURI(path).replaceAll(/[?#]/g, encodeURIComponent)
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw integrationFailed('Invalid endpoint address')
  return url
}

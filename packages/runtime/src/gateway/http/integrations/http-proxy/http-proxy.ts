import type { HttpCall } from '../../../backends/http-backend.ts'
import { MAX_BODY_BYTES } from '../../../limits.ts'
import type { HttpIntegrationDefinition } from '../../definition.ts'
import { compileRequestMapping } from '../../mapping/request.ts'
import type { HttpIntegration, HttpIntegrationProblem } from '../integration.ts'
import { send } from '../send.ts'
import { forwardedHeaders } from './headers.ts'
import { compileTarget, readUri } from './target.ts'

/** Passes the client's request on to a web server, and its answer back. */
export const httpProxy: HttpIntegration = {
  type: 'HTTP_PROXY',
  check,
  compile({ definition, path, variables }, { http }) {
    const { integrationMethod = 'ANY', timeoutInMillis: timeoutMs } = definition
    const target = compileTarget(definition.integrationUri ?? '', path === undefined, variables)
    const map = compileRequestMapping(definition.requestParameters)
    return (exchange) => {
      const { request } = exchange.call
      const mapped = map(exchange)
      const url = target(exchange, mapped)
      const call: HttpCall = {
        method: integrationMethod === 'ANY' ? request.method : integrationMethod,
        url,
        rawHeaders: forwardedHeaders(exchange, mapped.rawHeaders, url),
        body: request.body,
        timeoutMs,
        maxBytes: MAX_BODY_BYTES,
        streams: false,
        acceptsAnyIssuer: false,
        client: request,
      }
      return send(http, exchange, call)
    }
  },
}

/** What is required is documented (apigatewayv2: CreateIntegration), the texts are inferred. */
function check(definition: HttpIntegrationDefinition): HttpIntegrationProblem | undefined {
  const { integrationMethod, integrationUri = '', payloadFormatVersion, integrationSubtype } = definition
  if (integrationSubtype !== undefined) return { invalid: 'IntegrationSubtype is only supported for AWS_PROXY' }
  if (!integrationMethod) return { invalid: 'HttpMethod must be specified for integration of type HTTP_PROXY' }
  if (payloadFormatVersion !== '1.0') {
    return { invalid: 'HTTP_PROXY integrations support payload format version 1.0 only' }
  }
  return readUri(integrationUri) ? undefined : { invalid: 'Invalid HTTP endpoint specified for URI' }
}

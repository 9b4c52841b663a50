import type { HttpBackend, HttpCall } from '../../../backends/http-backend.ts'
import { MAX_BODY_BYTES } from '../../../limits.ts'
import type { IntegrationDefinition } from '../../definition.ts'
import { payloadBytes } from '../../mapping/payload.ts'
import type { IntegratedMethod, Integration, IntegrationProblem, Invoke } from '../integration.ts'
import { ownHeaders, passedHeaders } from './request-headers.ts'
import { send } from './send.ts'
import { compileTarget } from './target.ts'

/** Calls a web server with what the API's owner maps, and maps its answer. */
export const http: Integration = {
  type: 'HTTP',
  bodies: 'mapped',
  takesParameters: true,
  check,
  compile: (method, { http }) => compileHttp(method, http, false),
}

/** Passes the client's request on, with what is mapped on top, and passes the answer back. */
export const httpProxy: Integration = {
  type: 'HTTP_PROXY',
  bodies: 'passed',
  takesParameters: true,
  check,
  compile: (method, { http }) => compileHttp(method, http, true),
}

function compileHttp(
  { clientIdentity, definition, variables }: IntegratedMethod,
  backend: HttpBackend,
  isProxy: boolean,
): Invoke {
  const { httpMethod, timeoutInMillis, responseTransferMode, tlsConfig } = definition
  const target = compileTarget(definition.uri, variables, isProxy)
  const streams = responseTransferMode === 'STREAM'
  const acceptsAnyIssuer = tlsConfig?.insecureSkipVerification === true

  return (exchange) => {
    const { call, integrationRequest } = exchange
    const url = target(exchange)
    const body = payloadBytes(integrationRequest)
    const request: HttpCall = {
      method: httpMethod === undefined || httpMethod === 'ANY' ? call.httpMethod : httpMethod,
      url,
      rawHeaders: isProxy ? passedHeaders(exchange, url) : ownHeaders(exchange, url, body.length > 0),
      body,
      timeoutMs: timeoutInMillis,
      maxBytes: MAX_BODY_BYTES,
      streams,
      acceptsAnyIssuer,
      identity: clientIdentity,
      client: call.request,
    }
    return send(request, backend, exchange)
  }
}

const CONNECTION_TYPES: readonly string[] = ['INTERNET', 'VPC_LINK']
const URI = /^https?:\/\/[^\s/?#]+/

/**
 * Through a VPC link AWS calls the load balancer, and takes from the URI the path, and the host's name for the `Host` header
 * and TLS (documented: API_Integration, uri). Here is no load balancer: what the URI says is called. The texts about
 * connections are inferred.
 */
function check(definition: IntegrationDefinition): IntegrationProblem | undefined {
  const { type, uri = '', httpMethod, connectionType = 'INTERNET', connectionId, responseTransferMode } = definition
  if (!httpMethod) return { invalid: 'Enumeration value for HttpMethod must be non-empty' }
  if (!CONNECTION_TYPES.includes(connectionType))
    return { invalid: `Invalid connection type specified: ${connectionType}` }
  if (connectionType === 'VPC_LINK' && !connectionId) return { invalid: 'A connection ID is required for VPC_LINK' }
  if (!URI.test(uri)) return { invalid: 'Invalid HTTP endpoint specified for URI' }
  // Only proxies stream (documented: response-transfer-mode).
  if (responseTransferMode === 'STREAM' && type !== 'HTTP_PROXY') {
    return { invalid: 'Response transfer mode STREAM is only supported for proxy integrations' }
  }
  return undefined
}

import { BackendError, type HttpBackend, type HttpCall } from '../../../backends/http-backend.ts'
import { MAX_BODY_BYTES } from '../../../limits.ts'
import { Backend } from '../../backend.ts'
import type { IntegrationDefinition } from '../../definition.ts'
import type { EndpointCall } from '../../exchange.ts'
import { GatewayError, misconfigured } from '../../gateway-error.ts'
import { payloadBytes } from '../../mapping/payload.ts'
import type { IntegratedMethod, Integration, IntegrationProblem, Invoke } from '../integration.ts'
import { ownHeaders, passedHeaders } from './request-headers.ts'
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

function compileHttp({ definition, variables }: IntegratedMethod, backend: HttpBackend, isProxy: boolean): Invoke {
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
      client: call.request,
    }
    if (exchange.api.log === undefined) return send(request, backend)
    const endpointCall: EndpointCall = { request, startedAt: exchange.runtime.clock.now() }
    exchange.endpointCall = endpointCall
    return send(request, backend).finally(() => {
      endpointCall.endedAt = exchange.runtime.clock.now()
    })
  }
}

function send(request: HttpCall, backend: HttpBackend): Promise<Backend> {
  return backend.send(request).then(
    ({ status, headers, body }) => new Backend(String(status), headers, body),
    (error: unknown) => {
      throw error instanceof BackendError ? toGatewayError(error, request) : error
    },
  )
}

/**
 * A timeout is observed, with its text. `Network error communicating with endpoint` for what refuses or breaks off is
 * inferred from another emulator's tests, and an unknown name as an error of configuration is recorded. That a
 * certificate without a known issuer and too large an answer are errors of configuration too is inferred.
 */
function toGatewayError({ failure, message, cause }: BackendError, { url }: HttpCall): GatewayError {
  const reason = `${url.host}: ${message}`
  switch (failure) {
    case 'timeout':
      return new GatewayError('INTEGRATION_TIMEOUT', reason, { cause })
    case 'network':
    case 'cancelled':
      return new GatewayError('INTEGRATION_FAILURE', reason, { cause })
    case 'address':
      return misconfigured(`Invalid endpoint address: ${reason}`, cause)
    case 'certificate':
    case 'too-large':
      return misconfigured(reason, cause)
  }
}

const URI = /^https?:\/\/[^\s/?#]+/

function check(definition: IntegrationDefinition): IntegrationProblem | undefined {
  const { type, uri = '', httpMethod, connectionType = 'INTERNET', responseTransferMode } = definition
  if (!httpMethod) return { invalid: 'Enumeration value for HttpMethod must be non-empty' }
  if (connectionType !== 'INTERNET') {
    return { notEmulated: `A private integration (connectionType ${connectionType})`, because: 'connectionType' }
  }
  if (!URI.test(uri)) return { invalid: 'Invalid HTTP endpoint specified for URI' }
  // Only proxies stream (documented: response-transfer-mode).
  if (responseTransferMode === 'STREAM' && type !== 'HTTP_PROXY') {
    return { invalid: 'Response transfer mode STREAM is only supported for proxy integrations' }
  }
  return undefined
}

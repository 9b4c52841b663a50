import type { Exchange } from '../exchange.ts'
import { GatewayError } from '../gateway-error.ts'
import { type Payload, requestPayload, templateText } from '../mapping/payload.ts'
import { readParameters } from '../mapping/request-parameters.ts'
import { TemplateGlobals } from '../variables/globals.ts'
import { withOverrides } from '../variables/request-overrides.ts'

/** Parameter mappings, then the body's template, and last the template's overrides of parameters. */
export function mapRequest(exchange: Exchange): void {
  const { integration } = exchange.method
  exchange.parameters = readParameters(integration.parameters, exchange)
  if (integration.bodies === 'told') return
  exchange.integrationRequest =
    integration.bodies === 'passed' ? requestPayload(exchange, integration.contentHandling) : mappedBody(exchange)
  if (exchange.usedContext && integration.takesParameters) {
    exchange.parameters = withOverrides(exchange.parameters, exchange.usedContext, exchange.budget)
  }
}

function mappedBody(exchange: Exchange): Payload {
  const { contentHandling, templates } = exchange.method.integration
  const mapping = templates.choose(exchange.call.headers['content-type'])
  if (mapping === 'refused') {
    throw new GatewayError('UNSUPPORTED_MEDIA_TYPE', 'no request template for this content type, and no passthrough')
  }
  if (mapping !== 'as-is' && mapping.constant !== undefined) return mapping.constant
  const payload = requestPayload(exchange, contentHandling)
  if (mapping === 'as-is') return payload
  if (contentHandling === 'CONVERT_TO_BINARY' && typeof payload !== 'string') {
    // Observed: bytes that a template was to render end the call.
    throw new GatewayError('API_CONFIGURATION_ERROR', 'a template cannot read a body that was made binary')
  }
  return mapping.render(new TemplateGlobals(exchange, templateText(payload)), exchange.budget)
}

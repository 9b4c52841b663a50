import type { Exchange } from '../exchange.ts'
import { GatewayError } from '../gateway-error.ts'
import { TemplateGlobals } from '../variables/globals.ts'

/** Parameter mappings, then the body's template. */
export function mapRequest(exchange: Exchange): void {
  const { parameters, templates } = exchange.method.integration
  // A mock has nowhere to send parameters, but one that cannot be read must still fail.
  for (const source of parameters) source.read(exchange)
  const mapping = templates.choose(exchange.call.headers['content-type'])
  if (mapping === 'refused') {
    throw new GatewayError('UNSUPPORTED_MEDIA_TYPE', 'no request template for this content type, and no passthrough')
  }
  if (mapping === 'as-is') exchange.integrationRequest = exchange.values.body
  else if (mapping.constant !== undefined) exchange.integrationRequest = mapping.constant
  else
    exchange.integrationRequest = mapping.render(new TemplateGlobals(exchange, exchange.values.body), exchange.budget)
}

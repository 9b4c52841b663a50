import type { Exchange } from '../exchange.ts'
import { GatewayError } from '../gateway-error.ts'
import { checkBody } from '../validation/body.ts'

/** Required parameters must be there and not blank, and a body must fit the model of its content type. */
export function validate(exchange: Exchange): void {
  const { requiredParameters, bodyModel } = exchange.method
  if (requiredParameters.length) checkParameters(exchange)
  if (!bodyModel) return
  const model = bodyModel(exchange.call.headers['content-type'])
  if (model !== undefined) checkBody(exchange.values.body, model, exchange.api.schemas)
}

function checkParameters({ method, values }: Exchange): void {
  const missing = method.requiredParameters.filter(({ place, name }) => !values.find(place, name)?.trim())
  if (!missing.length) return
  const message = `Missing required request parameters: [${missing.map(({ name }) => name).join(', ')}]`
  throw new GatewayError('BAD_REQUEST_PARAMETERS', message, { message })
}

import type { JsonValue } from '../../../../kernel/json.ts'
import { own } from '../../../../kernel/own.ts'
import { urlSuffixOf } from '../../../../kernel/place.ts'
import { findService } from '../../../aws-calls/find-service.ts'
import { signedHeaders } from '../../../aws-calls/signed-headers.ts'
import type { HttpCall } from '../../../backends/http-backend.ts'
import { MAX_BODY_BYTES } from '../../../limits.ts'
import { withStageVariables } from '../../../stage-variables.ts'
import type { HttpExchange } from '../../exchange.ts'
import { HttpApiError, integrationFailed } from '../../http-api-error.ts'
import { compileSelection, type Selection } from '../../mapping/selection.ts'
import type { HttpIntegration } from '../integration.ts'
import { send } from '../send.ts'
import { checkSubtype } from './check-subtype.ts'
import { SUBTYPES, type Subtype } from './subtypes.ts'

/**
 * Calls an operation of a service with what is mapped of the request (documented:
 * http-api-develop-integrations-aws-services), and answers with what the service says, errors too (observed for
 * `StartSyncExecution`: https://github.com/aws-samples/contact-form-processing-with-synchronous-express-workflows/issues/6).
 */
export const awsService: HttpIntegration = {
  type: 'AWS_PROXY',
  check: checkSubtype,
  compile({ definition, variables }, { http, forwards }) {
    const { credentialsArn, integrationSubtype = '', requestParameters = {}, timeoutInMillis: timeoutMs } = definition
    const subtype = own(SUBTYPES, integrationSubtype)
    if (!subtype) throw integrationFailed(`${integrationSubtype} is unknown`)
    const { service, target, contentType } = subtype
    const { Region, ...mapped } = requestParameters
    const region = Region === undefined ? undefined : selectionOf(Region)
    const input = compileInput(subtype, mapped)
    const role = credentialsArn && withStageVariables(credentialsArn, variables)
    const signingName = findService(service, forwards)?.signingName ?? service

    return (exchange) => {
      const { request } = exchange.call
      const { place } = exchange.stage.snapshot
      const where = region?.read(exchange) ?? place.region
      const signed = signedHeaders({ region: where, service: signingName, role }, place, exchange.runtime.random)
      if (!signed) throw integrationFailed(`${role} is no role`)
      const url = new URL(`https://${service}.${where}.${urlSuffixOf(where)}/`)
      const call: HttpCall = {
        method: 'POST',
        url,
        rawHeaders: ['Host', url.host, 'Content-Type', contentType, 'X-Amz-Target', target, ...signed],
        body: Buffer.from(JSON.stringify(input(exchange))),
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

function selectionOf(text: string): Selection {
  const selection = compileSelection(text, 'request')
  if (!selection) throw integrationFailed(`the mapping ${text} cannot be read`)
  return selection
}

/**
 * A parameter without a value is not sent. One that the operation needs, or that means nothing to it, ends the call
 * (the status is inferred).
 */
function compileInput(
  { parameters, input }: Subtype,
  given: Readonly<Record<string, string>>,
): (exchange: HttpExchange) => JsonValue {
  const selections = Object.entries(given).flatMap(([name, text]) => {
    const parameter = own(parameters, name)
    return parameter ? [{ name, ...parameter, selection: selectionOf(text) }] : []
  })
  return (exchange) => {
    const members: Record<string, JsonValue> = {}
    for (const { name, member, isRequired, read, selection } of selections) {
      const text = selection.read(exchange)
      const value = text === undefined ? undefined : read(text)
      if (value !== undefined) members[member] = value
      else if (isRequired || text !== undefined)
        throw new HttpApiError(400, `${name} has no value`, { part: 'integration' })
    }
    return input(members)
  }
}

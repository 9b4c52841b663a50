import type { Forwards } from '../../../../kernel/forwards.ts'
import { own } from '../../../../kernel/own.ts'
import { findService } from '../../../aws-calls/find-service.ts'
import type { HttpIntegrationDefinition } from '../../definition.ts'
import { compileSelection } from '../../mapping/selection.ts'
import type { HttpIntegrationProblem } from '../integration.ts'
import { SUBTYPES, UNKNOWN_SUBTYPES } from './subtypes.ts'

const REGION = 'Region'

/**
 * What is wrong with an integration that calls a service. The text for a parameter of another name is observed
 * (https://github.com/aws/aws-cdk/issues/26328), and so is that for a value
 * (https://github.com/hashicorp/terraform-provider-aws/issues/17348); the others are inferred.
 */
export function checkSubtype(
  definition: HttpIntegrationDefinition,
  forwards: Forwards,
): HttpIntegrationProblem | undefined {
  const { integrationSubtype = '', payloadFormatVersion, requestParameters } = definition
  const subtype = own(SUBTYPES, integrationSubtype)
  if (!subtype && !UNKNOWN_SUBTYPES.has(integrationSubtype)) {
    return { invalid: `Operation: ${integrationSubtype} is not supported.` }
  }
  if (!subtype || findService(subtype.service, forwards) === undefined) {
    return {
      notEmulated: `An integration with an AWS service (integrationSubtype ${integrationSubtype})`,
      ...(subtype && { forwardable: subtype.service }),
    }
  }
  if (payloadFormatVersion !== '1.0') {
    return {
      invalid: `PayloadFormatVersion ${payloadFormatVersion} is not supported for Operation: ${integrationSubtype}.`,
    }
  }
  // A template whose parameters are computed is judged when they are known.
  if (requestParameters === undefined) return undefined
  const { parameters } = subtype
  const stranger = Object.keys(requestParameters).find((name) => name !== REGION && !own(parameters, name))
  if (stranger !== undefined) {
    return { invalid: `Parameter: ${stranger} does not fit schema for Operation: ${integrationSubtype}.` }
  }
  const missing = Object.keys(parameters).filter(
    (name) => parameters[name]?.isRequired && !own(requestParameters, name),
  )
  if (missing.length > 0) {
    return { invalid: `Parameters: ${missing.join(', ')} are required for Operation: ${integrationSubtype}.` }
  }
  return problemWithValues(requestParameters)
}

function problemWithValues(requestParameters: Readonly<Record<string, string>>): HttpIntegrationProblem | undefined {
  const wrong = Object.entries(requestParameters).find(([, text]) => !compileSelection(text, 'request'))
  if (!wrong) return undefined
  const [destination, source] = wrong
  const errors = `[Invalid source: ${source} specified for destination: ${destination}]`
  return { invalid: `Invalid selection expression specified: Validation Result: warnings : [], errors : ${errors}` }
}

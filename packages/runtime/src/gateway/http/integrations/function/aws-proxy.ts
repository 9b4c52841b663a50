import { parseArn } from '../../../../kernel/arn.ts'
import { errorMessageOf } from '../../../../kernel/function-error.ts'
import { asApiGateway } from '../../../functions/as-api-gateway.ts'
import { readAwsUri } from '../../../functions/aws-uri.ts'
import { withStageVariables } from '../../../stage-variables.ts'
import { sourceArnOf } from '../../arns.ts'
import type { HttpIntegrationDefinition } from '../../definition.ts'
import { event1 } from '../../events/event-1.ts'
import { event2 } from '../../events/event-2.ts'
import { mappedView } from '../../events/request-view.ts'
import { integrationFailed } from '../../http-api-error.ts'
import { compileRequestMapping } from '../../mapping/request.ts'
import type { Answer } from '../../reply.ts'
import type { HttpIntegration, HttpIntegrationProblem } from '../integration.ts'
import { readAnswer1, readAnswer2 } from './answer.ts'
import { callFunction } from './call-function.ts'

/** Hands a function the whole request, and answers with what it says. */
export const awsProxy: HttpIntegration = {
  type: 'AWS_PROXY',
  check,
  compile({ definition, variables }, { functions }) {
    const functionArn = functionOf(withStageVariables(definition.integrationUri ?? '', variables))
    if (functionArn === undefined) throw new Error(`${definition.integrationUri} is no function`)
    const map = compileRequestMapping(definition.requestParameters)
    const format = FORMATS[definition.payloadFormatVersion]
    const { credentialsArn, timeoutInMillis: timeoutMs } = definition
    return async (exchange) => {
      const payload = format.event(exchange, mappedView(exchange, map(exchange)))
      const { place } = exchange.stage.snapshot
      // With a role the call is that role's; else the function's policy must let this route call it.
      const principal = credentialsArn ? 'account' : asApiGateway(place, sourceArnOf(exchange))
      const answer = await callFunction(functions, exchange, { functionArn, principal, payload, timeoutMs })
      const told = answer.payload as Buffer
      if (!answer.error) return format.read(told)
      throw integrationFailed(`the function failed: ${errorMessageOf(told).slice(0, MAX_SHOWN)}`)
    }
  },
}

const MAX_SHOWN = 500

interface Format {
  readonly event: typeof event2
  read(payload: Buffer): Answer
}

const FORMATS: Readonly<Record<HttpIntegrationDefinition['payloadFormatVersion'], Format>> = {
  '1.0': { event: event1, read: readAnswer1 },
  '2.0': { event: event2, read: readAnswer2 },
}

/**
 * A function's own ARN, or API Gateway's path to it; the Region in that is not looked at (observed in a suite of
 * LocalStack's that was run against AWS).
 */
function functionOf(uri: string): string | undefined {
  const arn = parseArn(uri)
  if (arn?.service === 'lambda' && arn.resource.startsWith('function:')) return uri
  const target = readAwsUri(uri)
  return target?.kind === 'function' ? target.functionArn : undefined
}

const STAGE_VARIABLE = /\$\{stageVariables\.\w+\}/

function check(definition: HttpIntegrationDefinition): HttpIntegrationProblem | undefined {
  const { integrationUri = '' } = definition
  if (STAGE_VARIABLE.test(integrationUri) || functionOf(integrationUri) !== undefined) return undefined
  return { invalid: `Invalid integration URI specified: ${integrationUri}` }
}

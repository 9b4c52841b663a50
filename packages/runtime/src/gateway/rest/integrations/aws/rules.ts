import { parseArn } from '../../../../kernel/arn.ts'
import type { Forwards } from '../../../../kernel/forwards.ts'
import { findService } from '../../../aws-calls/find-service.ts'
import { readAwsUri } from '../../../functions/aws-uri.ts'
import type { IntegrationDefinition } from '../../definition.ts'
import type { IntegrationProblem } from '../integration.ts'

const STAGE_VARIABLE = /\$\{stageVariables\.\w+\}/
const PROXY_PROBLEM =
  "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations."

/** What AWS refuses of an integration that calls one of its services (recorded), and what is left out here. */
export function checkAws(
  { type, httpMethod, uri = '' }: IntegrationDefinition,
  forwards: Forwards,
): IntegrationProblem | undefined {
  if (!httpMethod) return { invalid: 'Enumeration value for HttpMethod must be non-empty' }
  const arn = parseArn(uri)
  if (!arn) return { invalid: 'Invalid ARN specified in the request' }
  if (!/^(?:path|action)\//.test(arn.resource)) {
    return { invalid: 'AWS ARN for integration must contain path or action' }
  }
  const target = readAwsUri(uri)
  if (!target) return { invalid: 'Invalid ARN specified in the request' }
  if (target.kind === 'function') {
    const isFunction = target.functionArn.startsWith('arn:') || STAGE_VARIABLE.test(uri)
    return type === 'AWS' || isFunction ? undefined : { invalid: PROXY_PROBLEM }
  }
  if (type === 'AWS_PROXY') {
    const mayBeFirehose = target.service === 'firehose' && target.kind === 'action'
    if (!mayBeFirehose && !STAGE_VARIABLE.test(uri)) return { invalid: PROXY_PROBLEM }
    return { notEmulated: 'A proxy integration with Firehose' }
  }
  const isKnown = STAGE_VARIABLE.test(target.service) || findService(target.service, forwards) !== undefined
  if (isKnown) return undefined
  return { notEmulated: `An integration with the service ${target.service}`, forwardable: target.service }
}

import type { IntegrationDefinition } from '../../gateway/rest/definition.ts'
import { parseArn } from '../../kernel/arn.ts'
import { badRequest } from './errors.ts'

const STAGE_VARIABLE = /\$\{stageVariables\.\w+\}/
/** A function by its ARN, or a stream of Firehose. */
const PROXIED =
  /^(?:lambda:path\/[\d-]+\/functions\/.*\barn:.+\/(?:response-streaming-)?invocations|firehose:action\/.+)$/

/** What AWS refuses of an integration that calls one of its services (recorded on AWS). */
export function checkAwsIntegration({ type, httpMethod, uri = '' }: IntegrationDefinition): void {
  if (!httpMethod) throw badRequest('Enumeration value for HttpMethod must be non-empty')
  const arn = parseArn(uri)
  if (!arn) throw badRequest('Invalid ARN specified in the request')
  if (!/^(?:path|action)\//.test(arn.resource)) {
    throw badRequest('AWS ARN for integration must contain path or action')
  }
  const target = `${arn.account}:${arn.resource}`
  if (type === 'AWS_PROXY' && !STAGE_VARIABLE.test(uri) && !PROXIED.test(target)) {
    throw badRequest(
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
    )
  }
}

import type { HttpDefinitionChecks } from '../../gateway/check-ports.ts'
import type { HttpApiDeps } from './deps.ts'
import { badRequest } from './errors.ts'
import { checkServable } from './recordable.ts'
import type { IntegrationRecord } from './records.ts'
import { refuseWebSocketMembers } from './websocket-only.ts'

type Deps = Pick<HttpApiDeps, 'checks' | 'isRecorded'>

const PROXIES: readonly string[] = ['AWS_PROXY', 'HTTP_PROXY']
const VERSIONS: readonly string[] = ['1.0', '2.0']
const CONNECTIONS: readonly string[] = ['INTERNET', 'VPC_LINK']
const MIN_TIMEOUT_MS = 50
export const MAX_TIMEOUT_MS = 30_000
const STATUS_CODE = /^[2-5]\d\d$/

/** Observed: https://github.com/aws/aws-cli/issues/6363. */
export function isProxy(integrationType: string): asserts integrationType is IntegrationRecord['integrationType'] {
  if (PROXIES.includes(integrationType)) return
  throw badRequest(
    'Currently, an API with a protocol type of HTTP may only be associated with proxy integrations (AWS_PROXY, HTTP_PROXY)',
  )
}

/**
 * An integration as a whole, after it was created or updated. Texts are observed (https://github.com/badmintoncryer/cdk-preflight,
 * rules/apigatewayv2), but for the method of a function (https://github.com/hashicorp/terraform-provider-aws/issues/42391).
 */
export function checkIntegration(integration: IntegrationRecord, { checks, isRecorded }: Deps): void {
  const { connectionType, integrationType, payloadFormatVersion, timeoutInMillis } = integration
  // Of calls the model says it; the text is inferred.
  if (!CONNECTIONS.includes(connectionType)) throw badRequest(`Invalid connection type specified: ${connectionType}`)
  if (!VERSIONS.includes(payloadFormatVersion)) {
    throw badRequest(`Unsupported PayloadFormatVersion: ${payloadFormatVersion}`)
  }
  if (!Number.isInteger(timeoutInMillis) || timeoutInMillis < MIN_TIMEOUT_MS || timeoutInMillis > MAX_TIMEOUT_MS) {
    throw badRequest(`Timeout should be between ${MIN_TIMEOUT_MS} ms and ${MAX_TIMEOUT_MS} ms`)
  }
  if (integrationType === 'HTTP_PROXY') checkHttp(integration)
  else checkAws(integration)
  checkParameters(integration, checks)
  checkServable(integration, checks, isRecorded)
}

/** The request parameters of an integration with a service of AWS are that service's own. */
function checkParameters(integration: IntegrationRecord, checks: HttpDefinitionChecks): void {
  const { integrationSubtype, requestParameters = {}, responseParameters = {} } = integration
  const ofRequest = integrationSubtype === undefined ? Object.entries(requestParameters) : []
  for (const status of Object.keys(responseParameters)) {
    if (!STATUS_CODE.test(status)) throw badRequest(`Status Code ${status} is not valid`)
  }
  const ofResponses = Object.values(responseParameters).flatMap(Object.entries<string>)
  const problem =
    firstProblem(ofRequest, checks.problemWithRequestParameter) ??
    firstProblem(ofResponses, checks.problemWithResponseParameter)
  if (problem !== undefined) throw badRequest(problem)
}

function firstProblem(
  parameters: readonly (readonly [string, string])[],
  problemWith: (key: string, value: string) => string | undefined,
): string | undefined {
  return parameters.map(([key, value]) => problemWith(key, value)).find((problem) => problem !== undefined)
}

function checkHttp({ integrationMethod, integrationSubtype, integrationUri, payloadFormatVersion }: IntegrationRecord) {
  if (integrationMethod === undefined) {
    throw badRequest('HttpMethod parameter method must be specified for integrationType HTTPPROXY')
  }
  if (payloadFormatVersion === '2.0') {
    throw badRequest('PayloadFormatVersion 2.0 is not supported for integration of type HTTP_PROXY')
  }
  if (integrationSubtype !== undefined || integrationUri === undefined) throw badUri()
}

function checkAws({
  credentialsArn,
  integrationMethod,
  integrationSubtype: subtype,
  integrationUri,
}: IntegrationRecord) {
  if (subtype !== undefined) {
    if (credentialsArn === undefined) {
      throw badRequest(`Role ARN must be specified for AWS integration configuration with Subtype: ${subtype}`)
    }
    return
  }
  if (integrationUri === undefined) throw badUri()
  if (integrationMethod !== 'POST') throw badRequest('HttpMethod must be POST for AWS_PROXY IntegrationType')
}

function badUri() {
  return badRequest('Invalid integration URI specified')
}

interface GivenIntegration {
  readonly ContentHandlingStrategy?: string
  readonly PassthroughBehavior?: string
  readonly RequestTemplates?: object
  readonly TemplateSelectionExpression?: string
}

/** What an integration of an HTTP API has not. */
export function refuseIntegrationMembers(given: GivenIntegration): void {
  const { ContentHandlingStrategy, PassthroughBehavior, RequestTemplates, TemplateSelectionExpression } = given
  refuseWebSocketMembers({
    ContentHandlingStrategy,
    PassthroughBehavior,
    RequestTemplates,
    TemplateSelectionExpression,
  })
}

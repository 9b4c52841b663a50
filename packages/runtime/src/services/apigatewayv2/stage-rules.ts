import type { HttpDefinitionChecks } from '../../gateway/check-ports.ts'
import type { RouteSettings } from '../../generated/apigatewayv2.ts'
import { problemWithLogGroup } from '../../kernel/log-destination.ts'
import type { Place } from '../../kernel/place.ts'
import type { Reader } from '../../kernel/transaction.ts'
import { badRequest, notFound } from './errors.ts'
import type { AccessLogRecord, RouteSettingRecord, StageRecord, Strings } from './records.ts'
import { deployments, routes } from './repository.ts'

/** Hyphens too, although AWS's refusal does not name them (Terraform's acceptance tests make stages with them). */
const STAGE_NAME = /^(?:\$default|[A-Za-z0-9_-]{1,128})$/
const VARIABLE_NAME = /^[A-Za-z0-9_]{1,64}$/
const VARIABLE_VALUE = /^[A-Za-z0-9\-._~:/?#&=,]{0,512}$/

/** Observed: https://github.com/badmintoncryer/cdk-preflight, rules/apigatewayv2. */
export function checkStageName(stageName: string): void {
  if (!STAGE_NAME.test(stageName)) throw badRequest('Stage name only allows a-zA-Z0-9_')
}

/** The limits are those of REST APIs (documented: http-api-stages), the texts inferred. */
export function checkVariables(variables: Strings | undefined): void {
  for (const [name, value] of Object.entries(variables ?? {})) {
    if (!VARIABLE_NAME.test(name)) throw badRequest(`Stage variable name only allows a-zA-Z0-9_: ${name}`)
    if (!VARIABLE_VALUE.test(value)) {
      throw badRequest(`Stage variable value contains characters that are not allowed: ${name}`)
    }
  }
}

/** Observed: https://github.com/hashicorp/terraform-provider-aws/issues/14010. */
export function routeSettingOf(given: RouteSettings): RouteSettingRecord {
  if (given.LoggingLevel !== undefined || given.DataTraceEnabled) {
    throw badRequest('Execution logs are not supported on protocolType HTTP')
  }
  return {
    detailedMetricsEnabled: given.DetailedMetricsEnabled,
    throttlingBurstLimit: given.ThrottlingBurstLimit,
    throttlingRateLimit: given.ThrottlingRateLimit,
  }
}

/** A stage as a whole, after it was created or updated; what it logs already is not judged again. */
export async function checkStage(
  reader: Reader,
  place: Place,
  apiId: string,
  before: Pick<StageRecord, 'accessLogSettings'>,
  after: StageRecord,
  checks: Pick<HttpDefinitionChecks, 'problemWithAccessFormat'>,
): Promise<void> {
  const keys = new Set((await routes.list(reader, place, apiId)).map(({ routeKey }) => routeKey))
  for (const key of Object.keys(after.routeSettings)) {
    // Observed: https://github.com/terraform-aws-modules/terraform-aws-apigateway-v2/pull/80.
    if (!keys.has(key)) throw notFound(`Unable to find Route by key ${key} within the provided RouteSettings`)
  }
  const { deploymentId } = after
  if (deploymentId !== undefined && !(await deployments.find(reader, place, apiId, deploymentId))) {
    throw badRequest('Deployment id does not exist')
  }
  checkAccessLog(place, before.accessLogSettings ?? {}, after.accessLogSettings ?? {}, checks)
}

function checkAccessLog(
  place: Place,
  before: AccessLogRecord,
  after: AccessLogRecord,
  checks: Pick<HttpDefinitionChecks, 'problemWithAccessFormat'>,
): void {
  const { destinationArn, format } = after
  const problem =
    (destinationArn !== before.destinationArn && destinationArn && problemWithLogGroup(destinationArn, place)) ||
    (format !== before.format && format && checks.problemWithAccessFormat(format))
  if (problem) throw badRequest(problem)
}

/** Observed: https://github.com/go-to-k/cdk-real-drift/issues/667. */
export function checkNotAutomatic({ stageName, autoDeploy }: Pick<StageRecord, 'stageName' | 'autoDeploy'>): void {
  if (autoDeploy) {
    throw badRequest(`Deployment ID cannot be set on this stage ${stageName} because AutoDeploy is enabled.`)
  }
}

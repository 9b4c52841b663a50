import type { DefinitionChecks } from '../../gateway/check-ports.ts'
import { parseArn } from '../../kernel/arn.ts'
import { problemWithLogGroup } from '../../kernel/log-destination.ts'
import type { Place } from '../../kernel/place.ts'
import type { Reader } from '../../kernel/transaction.ts'
import { badRequest } from './errors.ts'
import type { StageRecord } from './records.ts'
import { findAccount } from './repository.ts'

/**
 * Refuses to turn on what could not be written. What a stage logs already is not judged again: a role that is taken from
 * the account later stops nothing here. The order of the checks is observed.
 */
export async function checkLogging(
  reader: Reader,
  place: Place,
  before: StageRecord,
  after: StageRecord,
  checks: Pick<DefinitionChecks, 'problemWithAccessFormat'>,
): Promise<void> {
  const destinationArn = changed('destinationArn', before, after)
  if (destinationArn !== undefined) checkDestination(destinationArn, place)
  const turnsOnAccessLog = destinationArn !== undefined && !isStream(destinationArn)
  if (turnsOnAccessLog || turnsOnExecutionLogs(before, after)) {
    const { cloudwatchRoleArn } = await findAccount(reader, place)
    if (!cloudwatchRoleArn) {
      throw badRequest('CloudWatch Logs role ARN must be set in account settings to enable logging')
    }
  }
  const format = changed('format', before, after)
  const problem = format === undefined ? undefined : checks.problemWithAccessFormat(format)
  if (problem !== undefined) throw badRequest(problem)
}

/** Documented: API Gateway writes to Firehose as a role of its own (apigateway-logging-to-kinesis). */
function isStream(destinationArn: string): boolean {
  return parseArn(destinationArn)?.service === 'firehose'
}

function checkDestination(destinationArn: string, place: Place): void {
  const problem = isStream(destinationArn)
    ? problemWithStream(destinationArn)
    : problemWithLogGroup(destinationArn, place)
  if (problem !== undefined) throw badRequest(problem)
}

/** A stream is recorded: it has no lines here. Documented: how its name begins. Text inferred. */
function problemWithStream(destinationArn: string): string | undefined {
  const named = /^deliverystream\/amazon-apigateway-[\w.-]+$/.test(parseArn(destinationArn)?.resource ?? '')
  return named
    ? undefined
    : `Invalid ARN specified in the request. The name of the stream must begin with 'amazon-apigateway-': ${destinationArn}`
}

function changed(member: 'destinationArn' | 'format', before: StageRecord, after: StageRecord): string | undefined {
  const value = after.accessLogSettings?.[member]
  return value === before.accessLogSettings?.[member] ? undefined : value
}

function turnsOnExecutionLogs(before: StageRecord, after: StageRecord): boolean {
  return Object.entries(after.methodSettings).some(([key, { loggingLevel = 'OFF' }]) => {
    return loggingLevel !== 'OFF' && loggingLevel !== before.methodSettings[key]?.loggingLevel
  })
}

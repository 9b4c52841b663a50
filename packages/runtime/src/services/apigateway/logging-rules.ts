import type { DefinitionChecks } from '../../gateway/ports.ts'
import { parseArn } from '../../kernel/arn.ts'
import { notEmulated } from '../../kernel/errors.ts'
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
  if (destinationArn !== undefined || turnsOnExecutionLogs(before, after)) {
    const { cloudwatchRoleArn } = await findAccount(reader, place)
    if (!cloudwatchRoleArn) {
      throw badRequest('CloudWatch Logs role ARN must be set in account settings to enable logging')
    }
  }
  const format = changed('format', before, after)
  const problem = format === undefined ? undefined : checks.problemWithAccessFormat(format)
  if (problem !== undefined) throw badRequest(problem)
}

function checkDestination(destinationArn: string, place: Place): void {
  if (parseArn(destinationArn)?.service === 'firehose') {
    throw notEmulated('An access log on Firehose (accessLogSettings.destinationArn)')
  }
  const problem = problemWithLogGroup(destinationArn, place)
  if (problem !== undefined) throw badRequest(problem)
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

import type { ExecutionLogSetting, StageLogSettings } from '../../gateway/ports.ts'
import { logGroupOf } from '../../kernel/log-destination.ts'
import { methodOf } from './method-settings.ts'
import type { MethodSettingRecord, StageRecord } from './records.ts'

/**
 * What a stage is to log; undefined if nothing. Half of an access log's settings is no access log, and one that goes to
 * Firehose is only recorded.
 */
export function logsOf({ accessLogSettings, methodSettings }: StageRecord): StageLogSettings | undefined {
  const { destinationArn, format } = accessLogSettings ?? {}
  const group = destinationArn === undefined ? undefined : logGroupOf(destinationArn)
  const access = group === undefined || !format ? undefined : { group, format }
  const execution = Object.fromEntries(
    // Settings that say nothing of a level leave it to those for every method (inferred).
    Object.entries(methodSettings).flatMap(([key, setting]) =>
      setting.loggingLevel === undefined ? [] : [[methodOf(key), executionSetting(setting)]],
    ),
  )
  const isOff = Object.values(execution).every(({ level }) => level === 'OFF')
  return access === undefined && isOff ? undefined : { ...(access ? { access } : {}), execution }
}

function executionSetting({ loggingLevel, dataTraceEnabled }: MethodSettingRecord): ExecutionLogSetting {
  return { level: loggingLevel as ExecutionLogSetting['level'], dataTrace: dataTraceEnabled }
}

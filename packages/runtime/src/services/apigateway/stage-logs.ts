import type { ExecutionLogSetting, StageLogSettings } from '../../gateway/ports.ts'
import { logGroupOf } from './log-destination.ts'
import type { MethodSettingRecord, StageRecord } from './records.ts'

/** The key of the settings for every method. */
const EVERY_METHOD = '*/*'

/** What a stage is to log; undefined if nothing. Half of an access log's settings is no access log. */
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

/** `/a/b GET` for `~1a~1b/GET`, and also for `a~1b/GET`: both forms are in use (recorded on AWS; the CDK writes the first). */
function methodOf(key: string): string {
  if (key === EVERY_METHOD) return '*'
  const slash = key.lastIndexOf('/')
  const path = key.slice(0, slash).replaceAll('~1', '/').replaceAll('~0', '~')
  return `${path.startsWith('/') ? path : `/${path}`} ${key.slice(slash + 1)}`
}

import type { LoggingConfig } from '../../../generated/lambda.ts'
import { invalidParameter } from '../errors.ts'

/** What a change leaves out stays; levels come and go with JSON (recorded). */
export function loggingOf(
  name: string,
  asked: LoggingConfig | undefined,
  before: LoggingConfig | undefined,
): LoggingConfig {
  const LogFormat = asked?.LogFormat ?? before?.LogFormat ?? 'Text'
  if (asked?.LogGroup?.startsWith('aws/')) throw reservedGroup()
  const LogGroup = asked?.LogGroup ?? before?.LogGroup ?? `/aws/lambda/${name}`
  if (LogFormat !== 'JSON') {
    if (asked?.ApplicationLogLevel !== undefined || asked?.SystemLogLevel !== undefined) throw levelWithText()
    return { LogFormat, LogGroup }
  }
  return {
    LogFormat,
    ApplicationLogLevel: asked?.ApplicationLogLevel ?? before?.ApplicationLogLevel ?? 'INFO',
    SystemLogLevel: asked?.SystemLogLevel ?? before?.SystemLogLevel ?? 'INFO',
    LogGroup,
  }
}

/** Wording from practice. */
function levelWithText() {
  return invalidParameter(
    'LogLevel is not supported when LogFormat is set to "Text". Remove LogLevel from your request or change the ' +
      'LogFormat to "JSON" and try again.',
  )
}

/** Documented: monitoring-cloudwatchlogs-loggroups. In the words of CloudWatch Logs; whether Lambda has its own is open. */
function reservedGroup() {
  return invalidParameter('Log groups starting with AWS/ are reserved for AWS.')
}

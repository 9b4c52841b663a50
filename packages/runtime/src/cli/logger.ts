import { pino } from 'pino'
import type { Config } from '../config/config.ts'
import type { Logger, LogLevel } from '../kernel/logger.ts'

export interface CliLogger extends Logger {
  /** Writes what is still buffered. */
  flush(): void
}

const FLUSH_MS = 100

/** Lines for people, or JSON lines, on standard output. Buffered: a request must not wait for a terminal. */
export function createLogger({ logLevel, json }: Pick<Config, 'logLevel' | 'json'>): CliLogger {
  const destination = pino.destination({ fd: 1, sync: false, minLength: 4096 })
  const timer = setInterval(() => destination.flush(), FLUSH_MS)
  timer.unref()
  const logger = pino(
    {
      level: logLevel,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { error: pino.stdSerializers.err },
    },
    destination,
  )
  const enabled = (level: LogLevel) => logger.isLevelEnabled(level)
  return {
    log(level, message, fields) {
      if (!json) {
        if (enabled(level)) destination.write(lineForPeople(level, message, fields ?? {}))
      } else if (fields) logger[level](fields, message)
      else logger[level](message)
    },
    enabled,
    flush() {
      clearInterval(timer)
      destination.flushSync()
    },
  }
}

/** `12:00:00.000 401 execute-api abc/prod GET /x  0.4 ms  request-id  reason`: put together without a detour over JSON. */
function lineForPeople(level: LogLevel, message: string, fields: Readonly<Record<string, unknown>>): string {
  const { status, plane, ms, requestId, reason, ...rest } = fields
  let line = new Date().toISOString().slice(11, 23)
  if (level !== 'info') line += ` ${level.toUpperCase()}`
  if (status !== undefined) line += ` ${status}`
  if (plane) line += ` ${plane}`
  line += ` ${message}`
  if (ms !== undefined) line += `  ${ms} ms`
  if (requestId) line += `  ${requestId}`
  if (reason) line += `  ${reason}`
  let stacks = ''
  for (const key in rest) {
    const value = rest[key]
    if (value instanceof Error) stacks += `\n${value.stack ?? value.message}`
    else if (value !== undefined) line += ` ${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`
  }
  return `${line.replace(CONTROL, '?')}${stacks}\n`
}

/** What a client sent may stand in a line; it must neither forge a second line nor steer the terminal. */
const CONTROL = /\p{Cc}/gu

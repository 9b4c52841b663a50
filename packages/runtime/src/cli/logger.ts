import type { Config } from '../config/settings.ts'
import type { Logger, LogLevel } from '../kernel/logger.ts'
import { BlockOutput } from './block-output.ts'

export interface CliLogger extends Logger {
  /** Resolves when everything has been written. */
  flush(): Promise<void>
}

type Fields = Readonly<Record<string, unknown>>

const SEVERITY = { debug: 0, info: 1, warn: 2, error: 3, silent: 4 } as const satisfies Record<
  Config['logLevel'],
  number
>
const STANDARD_OUTPUT = 1

/** Lines for people, or JSON lines, on standard output. */
export function createLogger(
  { logLevel, json }: Pick<Config, 'logLevel' | 'json'>,
  output: Pick<BlockOutput, 'write' | 'flush'> = new BlockOutput(STANDARD_OUTPUT),
): CliLogger {
  const lineOf = json ? jsonLine : lineForPeople
  const enabled = (level: LogLevel) => SEVERITY[level] >= SEVERITY[logLevel]
  let lost = 0
  return {
    log(level, message, fields = {}) {
      if (!enabled(level)) return
      // Said before the first line that gets through again.
      if (lost > 0 && output.write(lineOf('warn', 'log lines were lost: nobody read them in time', { lost }))) lost = 0
      if (!output.write(lineOf(level, message, fields))) lost++
    },
    enabled,
    flush: () => output.flush(),
  }
}

/** One JSON object, whatever stands in the fields: a log must not fail. */
function jsonLine(level: LogLevel, message: string, fields: Fields): string {
  const head = { level, time: new Date().toISOString() }
  try {
    return `${JSON.stringify({ ...head, ...fields, msg: message }, plainError)}\n`
  } catch {
    return `${JSON.stringify({ ...head, msg: message })}\n`
  }
}

function plainError(_: string, value: unknown): unknown {
  return value instanceof Error ? { type: value.name, message: value.message, stack: value.stack } : value
}

/** `12:00:00.000 401 execute-api abc/prod GET /x  0.4 ms  request-id  reason`: put together without a detour over JSON. */
function lineForPeople(level: LogLevel, message: string, fields: Fields): string {
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

import { format } from 'node:util'
import { asError, type DescribeError, loggedError } from './errors.ts'
import type { Pipe } from './pipe.ts'

const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const
type Level = (typeof LEVELS)[number]
type Log = (...values: unknown[]) => void

let requestId: string
let isJson = false

/** Which invocation the log is of from now on. */
export function logsOf(id: string): void {
  requestId = id
}

/** Makes the methods of `console` write events of the function's log, each whole, however many lines it has. */
export function patchConsole(pipe: Pipe, requestIdBefore: string): void {
  requestId = requestIdBefore
  isJson = process.env.AWS_LAMBDA_LOG_FORMAT?.toUpperCase() === 'JSON'
  const line = isJson ? jsonLine : textLine
  const lowest = Math.max(0, LEVELS.indexOf((process.env.AWS_LAMBDA_LOG_LEVEL ?? '').toUpperCase() as Level))
  const log = (level: Level): Log => {
    if (LEVELS.indexOf(level) < lowest) return () => {}
    return (...values) => {
      const now = new Date()
      pipe.log(line(now.toISOString(), level, values), now.getTime(), level)
    }
  }
  const info = log('INFO')
  Object.assign(console, {
    trace: log('TRACE'),
    debug: log('DEBUG'),
    info,
    log: info,
    warn: log('WARN'),
    error: log('ERROR'),
    fatal: log('FATAL'),
  })
}

/** What AWS's clients log of an error that they post. */
export function logError(what: string, error: unknown, describe: DescribeError): void {
  if (isJson) console.error(asError(error))
  else console.error(what, loggedError(asError(error), describe))
}

/** AWS's clients name the first argument, so a call without any logs `undefined`. */
function textLine(time: string, level: Level, values: readonly unknown[]): string {
  return `${time}\t${requestId}\t${level}\t${values.length === 0 ? 'undefined' : format(...values)}`
}

function jsonLine(timestamp: string, level: Level, values: readonly unknown[]): string {
  const line: Record<string, unknown> = { timestamp, level, requestId }
  if (values.length <= 1) {
    line.message = values[0]
    try {
      return JSON.stringify(line, (_, value) => (value instanceof Error ? { ...jsonError(value), ...value } : value))
    } catch {
      line.message = format(values[0])
      return JSON.stringify(line)
    }
  }
  line.message = format(...values)
  const error = values.find((value) => value instanceof Error)
  return JSON.stringify(error ? { ...line, ...jsonError(error) } : line)
}

function jsonError(error: Error): object {
  const stackTrace = typeof error.stack === 'string' ? error.stack.split('\n') : []
  return { errorType: error.constructor?.name ?? 'UnknownError', errorMessage: error.message, stackTrace }
}

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
    { level: logLevel, base: undefined, timestamp: pino.stdTimeFunctions.isoTime },
    json ? destination : people(destination),
  )
  return {
    log(level, message, fields) {
      if (fields) logger[level](fields, message)
      else logger[level](message)
    },
    enabled: (level) => logger.isLevelEnabled(level),
    flush() {
      clearInterval(timer)
      destination.flushSync()
    },
  }
}

const LEVELS: Readonly<Record<number, LogLevel>> = { 20: 'debug', 30: 'info', 40: 'warn', 50: 'error' }

interface Line {
  readonly level: number
  readonly time: string
  readonly msg?: string
  readonly status?: number
  readonly ms?: number
  readonly requestId?: string
  readonly reason?: string
  readonly plane?: string
  readonly [field: string]: unknown
}

/** Turns pino's lines into `12:00:00.000 401 execute-api abc/prod GET /x  0.4 ms  request-id  reason`. */
function people(destination: { write(text: string): unknown }) {
  return {
    write(text: string) {
      const { level, time, msg = '', status, ms, requestId, reason, plane, ...rest } = JSON.parse(text) as Line
      const parts = [time.slice(11, 23)]
      const name = LEVELS[level]
      if (name !== 'info' && name !== undefined) parts.push(name.toUpperCase())
      if (status !== undefined) parts.push(String(status))
      if (plane) parts.push(plane)
      parts.push(msg)
      if (ms !== undefined) parts.push(` ${ms} ms`)
      if (requestId) parts.push(` ${requestId}`)
      if (reason) parts.push(` ${reason}`)
      for (const [key, value] of Object.entries(rest))
        parts.push(`${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
      destination.write(`${parts.join(' ')}\n`)
    },
  }
}

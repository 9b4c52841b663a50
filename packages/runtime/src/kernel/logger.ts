export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** Structured log. Fields never hold a secret or a token. */
export interface Logger {
  log(level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>): void
}

export const silentLogger: Logger = { log() {} }

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** Structured log. Fields never hold a secret or a token. */
export interface Logger {
  log(level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>): void
  /** Whether a line of this level would be written: asked before a line is put together on a hot path. */
  enabled(level: LogLevel): boolean
}

export const silentLogger: Logger = { log() {}, enabled: () => false }

import type { Status } from '../kernel/status.ts'

/** What the admin API shows and moves; the composition root implements it. */
export interface AdminSource {
  readonly version: string
  readonly services: readonly string[]
  readonly pid: number
  uptimeSeconds(): number
  status(): Promise<Status>
  readonly clock: {
    nowMs(): number
    offsetMs(): number
    /** Resolves when the new offset is durable. */
    setOffset(offsetMs: number): Promise<void>
  }
  /** Forgets everything. */
  reset(): Promise<void>
  /** Asks the process to stop, as SIGTERM does. Undefined where the server runs within another program. */
  readonly stop: (() => void) | undefined
  caCertificate(): Promise<string>
}

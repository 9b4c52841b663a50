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

export interface Status {
  readonly stacks: readonly StackStatus[]
  readonly apis: readonly ApiStatus[]
  readonly domains: readonly DomainStatus[]
}

export interface StackStatus {
  readonly account: string
  readonly region: string
  readonly name: string
  readonly status: string
  readonly outputs: readonly OutputStatus[]
}

export interface OutputStatus {
  readonly key: string
  readonly value: string
  /** The address that works here, where the value is an address of AWS's. */
  readonly local?: string
}

export interface ApiStatus {
  readonly account: string
  readonly region: string
  readonly id: string
  readonly name: string
  readonly stages: readonly { readonly name: string; readonly url: string; readonly local: string }[]
}

export interface DomainStatus {
  readonly account: string
  readonly region: string
  readonly poolId: string
  readonly domain: string
  readonly url: string
  readonly local: string
}

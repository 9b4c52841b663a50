import type { Sealed } from '../../../kernel/vault.ts'

/** A device that its user has confirmed. One that was only handed out is known by the token that names it. */
export interface DeviceRecord {
  readonly poolId: string
  readonly userKey: string
  readonly key: string
  readonly name?: string | undefined
  /** An `SrpVerifier` as JSON. */
  readonly verifier: Sealed
  /** Whether it proves itself at a sign-in. */
  readonly remembered: boolean
  readonly createdAt: number
  readonly modifiedAt: number
  readonly authenticatedAt: number
  /** The sign-in that waits for its proof. */
  readonly session?: string
}

import type { Sealed } from '../../../kernel/vault.ts'
import type { Strings } from '../records.ts'

/** What API Gateway shows to HTTPS backends. One per account and region, not within an API. */
export interface ClientCertificateRecord {
  readonly id: string
  readonly description?: string
  readonly certificatePem: string
  /** As PEM. Nobody is shown it. */
  readonly privateKey: Sealed
  readonly createdAt: number
  readonly expiresAt: number
  readonly tags: Strings
}

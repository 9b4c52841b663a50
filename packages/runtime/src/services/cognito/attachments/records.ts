import type {
  AccountTakeoverRiskConfigurationType,
  AssetType,
  CompromisedCredentialsRiskConfigurationType,
  LogConfigurationType,
  RiskExceptionConfigurationType,
} from '../../../generated/cognito-idp.ts'
import type { JsonValue } from '../../../kernel/json.ts'

/*
 * What is hung on a pool or on one of its clients. Bytes are kept as base64, so that a record is JSON.
 */

/** A whole pool, where it stands in place of a client. */
export const ALL_CLIENTS = 'ALL'

interface Attachment {
  readonly poolId: string
  /** A client's id, or `ALL`. */
  readonly clientId: string
  readonly createdAt: number
  readonly modifiedAt: number
}

/** Of the classic pages. */
export interface UiCustomizationRecord extends Attachment {
  readonly css?: string | undefined
  readonly image?: string | undefined
}

/** A style of managed login. */
export interface BrandingRecord extends Attachment {
  readonly id: string
  readonly usesDefaults: boolean
  readonly settings?: JsonValue | undefined
  readonly assets: readonly AssetRecord[]
}

export interface AssetRecord extends Omit<AssetType, 'Bytes'> {
  readonly bytes?: string | undefined
}

export interface TermsRecord extends Attachment {
  readonly id: string
  readonly name: string
  readonly source: string
  readonly enforcement: string
  /** Addresses by language. */
  readonly links: Readonly<Record<string, string>>
}

export interface RiskRecord extends Attachment {
  readonly compromisedCredentials?: CompromisedCredentialsRiskConfigurationType | undefined
  readonly accountTakeover?: AccountTakeoverRiskConfigurationType | undefined
  readonly exceptions?: RiskExceptionConfigurationType | undefined
}

export interface LogDeliveryRecord {
  readonly configurations: readonly LogConfigurationType[]
}

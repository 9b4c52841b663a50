import type { Sealed } from '../../../kernel/vault.ts'

/** Documented: API reference, UserType. Other states belong to what is not emulated. */
export type UserStatus =
  | 'UNCONFIRMED'
  | 'CONFIRMED'
  | 'FORCE_CHANGE_PASSWORD'
  | 'RESET_REQUIRED'
  /** Of whoever has come through an identity provider, and has no password here. */
  | 'EXTERNAL_PROVIDER'

/** What everybody may know of a user: what they prove themselves with lies apart. */
export interface UserRecord {
  /** Of the document: the time of creation in front, so that a pool's users stand in the order in which they came. */
  readonly key: string
  readonly poolId: string
  /** Never changes. */
  readonly username: string
  readonly sub: string
  readonly createdAt: number
  readonly modifiedAt: number
  readonly enabled: boolean
  readonly status: UserStatus
  /** All but `sub`. */
  readonly attributes: UserAttributes
  /** Second factors that the user has switched on. */
  readonly mfa?: MfaPreference
  /** Access tokens of sign-ins up to here are no longer good. */
  readonly signedOutAt?: number
  /** Who the user is elsewhere. The attribute `identities` says the same as a text. */
  readonly identities?: readonly UserIdentity[]
}

/** A person as an identity provider knows them. */
export interface UserIdentity {
  readonly provider: string
  readonly type: string
  /** `Cognito_Subject`, or the claim by which an administrator has linked them. */
  readonly attribute: string
  readonly value: string
  /** What the user was made from; false for what was linked to a user that was there. */
  readonly primary: boolean
  readonly since: number
}

/** In the words of `UserMFASettingList`. */
export type MfaMethod = 'SMS_MFA' | 'SOFTWARE_TOKEN_MFA' | 'EMAIL_OTP'

export interface MfaPreference {
  readonly enabled: readonly MfaMethod[]
  readonly preferred?: MfaMethod | undefined
}

export type UserAttributes = Readonly<Record<string, string>>

/** Apart from the user, so that a list of users never touches secrets. */
export interface CredentialsRecord {
  readonly password?: PasswordRecord
  /** Digests of earlier passwords, the newest first. */
  readonly history?: readonly Sealed[]
  readonly codes?: Readonly<Partial<Record<CodePurpose, CodeRecord>>>
  readonly attempts?: AttemptsRecord
  /** Wrong codes of a second factor. */
  readonly codeAttempts?: AttemptsRecord
  readonly totp?: TotpRecord
  /** The secret of an authenticator that has not shown a code yet. */
  readonly newTotp?: Sealed
}

/** A registered authenticator. */
export interface TotpRecord {
  readonly secret: Sealed
  readonly friendlyName?: string | undefined
  /** The step of the last code: none is good twice. */
  readonly lastStep: number
}

export interface PasswordRecord {
  /** A `PasswordSecrets` as JSON. */
  readonly sealed: Sealed
  readonly setAt: number
  /** Of a temporary password only. */
  readonly expiresAt?: number
}

export type CodePurpose = 'sign-up' | 'reset' | 'email' | 'phone_number'

export interface CodeRecord {
  /** Never the code itself. */
  readonly digest: string
  readonly expiresAt: number
  /** What it was sent to; using the code verifies it. */
  readonly attribute?: string
  /** Its value at that time. */
  readonly address?: string | undefined
  /** The value that takes the attribute's place once it is verified. */
  readonly pending?: string
}

/** Wrong passwords, or codes, in a row. */
export interface AttemptsRecord {
  readonly failures: number
  readonly lastAt: number
  readonly lockedUntil: number
}

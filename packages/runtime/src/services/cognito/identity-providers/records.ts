import type { Sealed } from '../../../kernel/vault.ts'

/** AWS's names for the kinds of providers. */
export type ProviderType = 'OIDC' | 'SAML' | 'Google' | 'Facebook' | 'LoginWithAmazon' | 'SignInWithApple'

export interface IdentityProviderRecord {
  readonly poolId: string
  readonly name: string
  readonly type: ProviderType
  readonly createdAt: number
  readonly modifiedAt: number
  /** As the request gave them, but for what is a secret. */
  readonly details: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, Sealed>>
  /** By the pool's attribute. */
  readonly mapping: Readonly<Record<string, string>>
  readonly identifiers: readonly string[]
  readonly acrMapping?: Readonly<Record<string, string>> | undefined
}

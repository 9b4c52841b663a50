import type { ProviderType } from '../records.ts'
import { oidc } from './oidc.ts'
import type { ProviderKind } from './provider-kind.ts'
import { saml } from './saml.ts'
import { facebook, google, loginWithAmazon, signInWithApple } from './social.ts'

export type { ProviderKind } from './provider-kind.ts'

export const PROVIDER_KINDS = {
  Facebook: facebook,
  Google: google,
  LoginWithAmazon: loginWithAmazon,
  OIDC: oidc,
  SAML: saml,
  SignInWithApple: signInWithApple,
} as const satisfies { readonly [type in ProviderType]: ProviderKind }

export function kindOf(type: ProviderType): ProviderKind {
  return PROVIDER_KINDS[type]
}

import type { CreateIdentityPoolInput, RoleMapping } from '../../generated/cognito-identity.ts'
import { invalidParameter } from './errors.ts'

/** Observed (aws/aws-cdk#11054, #22951). */
const USER_POOL = /^cognito-idp\.[\w-]+\.amazonaws\.com(?:\.cn)?\/[\w-]+_[0-9a-zA-Z]+$/

export function checkPool({ CognitoIdentityProviders = [] }: CreateIdentityPoolInput): void {
  const valid = CognitoIdentityProviders.every(
    ({ ProviderName, ClientId }) => ClientId && USER_POOL.test(ProviderName ?? ''),
  )
  if (!valid) throw invalidParameter('Invalid Cognito Identity Provider')
}

/** A mapping is for a provider of the pool; of a user pool, for one of its clients (text observed: aws/aws-cdk#22951). */
export function checkRoleMappings(
  settings: CreateIdentityPoolInput,
  mappings: Readonly<Record<string, RoleMapping>>,
): void {
  const providers = new Set([
    ...(settings.CognitoIdentityProviders ?? []).map(({ ProviderName, ClientId }) => `${ProviderName}:${ClientId}`),
    ...Object.keys(settings.SupportedLoginProviders ?? {}),
    ...(settings.OpenIdConnectProviderARNs ?? []),
    ...(settings.SamlProviderARNs ?? []),
  ])
  for (const [provider, mapping] of Object.entries(mappings)) {
    if (!providers.has(provider)) {
      throw invalidParameter(`(${provider}) is not a valid RoleMapping ProviderName or is not a configured provider.`)
    }
    checkRoleMapping(mapping)
  }
}

/** What is required is documented (API reference, RoleMapping); the texts are inferred. */
function checkRoleMapping({ Type, AmbiguousRoleResolution, RulesConfiguration }: RoleMapping): void {
  if (AmbiguousRoleResolution === undefined) throw invalidParameter('AmbiguousRoleResolution is required.')
  if (Type === 'Rules' && !RulesConfiguration) throw invalidParameter('RulesConfiguration is required for type Rules.')
  if (Type === 'Token' && RulesConfiguration) {
    throw invalidParameter('RulesConfiguration cannot be specified for type Token.')
  }
}

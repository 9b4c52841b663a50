import type { IdentityProviderType, ProviderDescription } from '../../../generated/cognito-idp.ts'
import type { Vault } from '../../../kernel/vault.ts'
import type { IdentityProviderRecord } from './records.ts'
import { openDetails } from './rules.ts'
import { kindOf } from './types/index.ts'

/** Client secrets are shown (documented: API reference, DescribeIdentityProvider); Apple's private key is not. */
export function providerToWire(provider: IdentityProviderRecord, vault: Vault): IdentityProviderType {
  const { hidden = [], shown } = kindOf(provider.type)
  const given = Object.entries(openDetails(vault, provider)).filter(([name]) => !hidden.includes(name))
  const details = Object.entries({ ...shown(provider.details), ...Object.fromEntries(given) })
  return {
    UserPoolId: provider.poolId,
    ProviderName: provider.name,
    ProviderType: provider.type,
    ProviderDetails: Object.fromEntries(details.sort(([a], [b]) => (a < b ? -1 : 1))),
    AttributeMapping: provider.mapping,
    IdpIdentifiers: provider.identifiers,
    AcrMapping: provider.acrMapping,
    LastModifiedDate: new Date(provider.modifiedAt),
    CreationDate: new Date(provider.createdAt),
  }
}

export function providerSummary({ name, type, createdAt, modifiedAt }: IdentityProviderRecord): ProviderDescription {
  return {
    ProviderName: name,
    ProviderType: type,
    LastModifiedDate: new Date(modifiedAt),
    CreationDate: new Date(createdAt),
  }
}

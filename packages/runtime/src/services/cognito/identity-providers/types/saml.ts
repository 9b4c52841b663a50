import { invalidParameter } from '../../errors.ts'
import type { ProviderKind } from './provider-kind.ts'

/** Kept and shown; nobody signs in through it here. Text observed (hashicorp/terraform-provider-aws#4815). */
export const saml: ProviderKind = {
  type: 'SAML',
  check({ MetadataURL, MetadataFile }) {
    if (!MetadataURL && !MetadataFile) {
      throw invalidParameter('At least one of the MetadataURL or MetadataFile should be provided.')
    }
  },
  shown: () => ({}),
}

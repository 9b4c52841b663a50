import {
  createIdentityProvider,
  deleteIdentityProvider,
  describeIdentityProvider,
  getIdentityProviderByIdentifier,
  listIdentityProviders,
  updateIdentityProvider,
} from './identity-providers.ts'
import { adminDisableProviderForUser, adminLinkProviderForUser } from './links.ts'

export const providerOperations = [
  adminDisableProviderForUser,
  adminLinkProviderForUser,
  createIdentityProvider,
  deleteIdentityProvider,
  describeIdentityProvider,
  getIdentityProviderByIdentifier,
  listIdentityProviders,
  updateIdentityProvider,
]

import { assumeRole } from './assume-role.ts'
import { getAccessKeyInfo, getCallerIdentity } from './caller.ts'
import { getFederationToken } from './get-federation-token.ts'
import { getSessionToken } from './get-session-token.ts'

/** What is missing here is refused by name: web identity, SAML, root sessions and encoded authorization messages. */
export const operations = [assumeRole, getAccessKeyInfo, getCallerIdentity, getFederationToken, getSessionToken]

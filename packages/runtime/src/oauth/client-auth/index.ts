import type { Soon } from '../../kernel/soon.ts'
import type { Form } from '../form.ts'
import { OAuthError } from '../oauth-error.ts'
import type { OAuthClient, Realm } from '../ports.ts'
import { printable } from '../printable.ts'
import { basic } from './basic.ts'
import type { ClientAuthentication, ClientCredentials } from './client-authentication.ts'
import { post } from './post.ts'
import { matchesSecret } from './secret.ts'

/** Enough to recognize an id by; someone may have put a secret of 24 characters where the id belongs. */
const SHOWN_OF_ID = 8

/** Every method, in the order in which one is preferred when a request carries several. */
export const clientAuthentications: readonly ClientAuthentication[] = [basic, post]

/** Who the request says it is. Several methods at once are fine as long as they agree (AWS's samples repeat the id). */
export function readCredentials(authorization: string | undefined, form: Form): ClientCredentials {
  let found: ClientCredentials | undefined
  for (const method of clientAuthentications) {
    const credentials = method.read(authorization, form)
    if (credentials && found) requireSame(found, credentials)
    found ??= credentials
  }
  if (!found) throw new OAuthError('invalid_request', 'no client id in the Authorization header or the body')
  return found
}

/** That two differing identities are an invalid request is inferred; RFC 6749 section 2.3 forbids the mixture. */
function requireSame(first: ClientCredentials, second: ClientCredentials): void {
  if (second.clientId !== first.clientId) {
    throw new OAuthError('invalid_request', 'Authorization header and body name different clients')
  }
  if (second.secret !== undefined && second.secret !== first.secret) {
    throw new OAuthError('invalid_request', 'Authorization header and body carry different secrets')
  }
}

/** The client that sent these credentials, or `invalid_client`. */
export function authenticate(realm: Realm, credentials: ClientCredentials): Soon<OAuthClient> {
  const found = realm.findClient(credentials.clientId)
  if (found instanceof Promise) return found.then((client) => checked(client, credentials, realm))
  return checked(found, credentials, realm)
}

function checked(client: OAuthClient | undefined, { clientId, secret }: ClientCredentials, realm: Realm): OAuthClient {
  if (!client) {
    throw new OAuthError('invalid_client', `no client ${printable(clientId, SHOWN_OF_ID)} in user pool ${realm.id}`, {
      kind: 'client-unknown',
    })
  }
  if (client.secretDigests.length === 0) {
    // An empty secret is what libraries send for a public client under Basic; a real one is refused (inferred).
    if (secret)
      throw new OAuthError('invalid_client', `client ${client.id} has no secret, but one was sent`, {
        kind: 'secret-needless',
        clientId: client.id,
      })
    return client
  }
  if (!secret) {
    throw new OAuthError('invalid_client', `client ${client.id} sent no secret`, {
      description: 'invalid_client_secret',
      kind: 'secret-missing',
      clientId: client.id,
    })
  }
  if (!matchesSecret(secret, client.secretDigests)) {
    throw new OAuthError('invalid_client', `wrong secret for client ${client.id}`, {
      description: 'invalid_client_secret',
      kind: 'secret-wrong',
      clientId: client.id,
    })
  }
  return client
}

import { isAwsError } from '../../kernel/errors.ts'
import { OAuthError, triggerFailed } from '../oauth-error.ts'
import type { ClientTokens, OAuthClient } from '../ports.ts'
import { splitScope } from '../scope.ts'
import type { Grant } from './grant.ts'

/** RFC 6749, section 4.4, with Cognito's own choice of errors. */
export function clientCredentials(tokens: ClientTokens): Grant {
  return {
    grantType: 'client_credentials',
    handle({ realm, client, form }) {
      requireFlow(client)
      const metadata = readStringMap(form.get('aws_client_metadata'))
      const answer = tokens.issue(realm, client, { scopes: splitScope(form.get('scope')), metadata })
      if ('refused' in answer) throw new OAuthError(answer.refused, answer.detail, { kind: answer.kind })
      return realm.changeClientToken ? answer.catch(orTriggerFailed) : answer
    },
  }
}

function orTriggerFailed(error: unknown): never {
  throw isAwsError(error) ? triggerFailed(error) : error
}

/** That a client may get tokens of its own at all. */
export function requireFlow(client: OAuthClient): void {
  // Observed: with the flag off it is `invalid_grant`, whatever the list of flows says.
  if (!client.oauthEnabled) {
    throw new OAuthError('invalid_grant', `client ${client.id} has AllowedOAuthFlowsUserPoolClient off`, {
      kind: 'flow-off',
    })
  }
  if (!client.grantTypes.has('client_credentials')) {
    throw new OAuthError('unauthorized_client', `client ${client.id} is not allowed the client_credentials flow`, {
      kind: 'flow-other',
    })
  }
  if (client.secretDigests.length === 0) {
    throw new OAuthError('unauthorized_client', `client ${client.id} is public and cannot use client_credentials`, {
      kind: 'public-client',
    })
  }
}

/** A JSON object of strings, for the pre token generation trigger; anything else is refused (inferred). */
function readStringMap(text: string | undefined): Readonly<Record<string, string>> | undefined {
  if (text === undefined) return undefined
  const refusal = () => new OAuthError('invalid_request', 'aws_client_metadata is not a JSON object of strings')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw refusal()
  }
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value)
  if (!isMap || !Object.values(value as object).every((entry) => typeof entry === 'string')) throw refusal()
  return value as Record<string, string>
}

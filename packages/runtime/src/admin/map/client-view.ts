import type { UserPoolClientType } from '../../generated/cognito-idp.ts'
import type { Place } from '../../kernel/place.ts'
import type { ClientView } from '../contract/map.ts'

const SECONDS: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 }

/** A client as operations describe it, without its secret. */
export function clientView(place: Place, client: UserPoolClientType): ClientView {
  const { AccessTokenValidity: validity, TokenValidityUnits: units } = client
  const { account, region } = place
  return {
    ...{ account, region },
    id: client.ClientId ?? '',
    name: client.ClientName ?? '',
    poolId: client.UserPoolId ?? '',
    hasSecret: client.ClientSecret !== undefined,
    flows: client.AllowedOAuthFlows ?? [],
    flowsEnabled: client.AllowedOAuthFlowsUserPoolClient ?? false,
    scopes: client.AllowedOAuthScopes ?? [],
    // An hour where nothing is said (documented: API_CreateUserPoolClient).
    accessTokenSeconds: validity === undefined ? 3600 : validity * (SECONDS[units?.AccessToken ?? 'hours'] ?? 1),
    createdAt: timeOf(client.CreationDate),
    updatedAt: timeOf(client.LastModifiedDate),
  }
}

export function timeOf(date: Date | undefined): string {
  return (date ?? new Date(0)).toISOString()
}

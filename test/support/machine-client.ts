import {
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { awsClients } from './clients.ts'
import { uniqueName } from './names.ts'

type Cognito = ReturnType<typeof awsClients>['cognito']

export interface MachineClient {
  readonly poolId: string
  readonly poolArn: string
  readonly domain: string
  readonly clientId: string
  readonly clientSecret: string
}

/** A pool with a resource server `orders` (scopes `read` and `write`), a domain and a client that may use both. */
export async function createMachineClient(
  cognito: Cognito,
  settings: Partial<CreateUserPoolClientCommandInput> = {},
): Promise<MachineClient> {
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'machines' }))
  const UserPoolId = UserPool?.Id ?? ''
  await cognito.send(
    new CreateResourceServerCommand({
      UserPoolId,
      Identifier: 'orders',
      Name: 'Orders',
      Scopes: ['read', 'write'].map((name) => ({ ScopeName: name, ScopeDescription: name })),
    }),
  )
  const domain = uniqueName('machines')
  await cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain: domain }))
  const { clientId, clientSecret } = await addClient(cognito, UserPoolId, settings)
  return { poolId: UserPoolId, poolArn: UserPool?.Arn ?? '', domain, clientId, clientSecret }
}

export async function addClient(
  cognito: Cognito,
  UserPoolId: string,
  settings: Partial<CreateUserPoolClientCommandInput> = {},
): Promise<{ clientId: string; clientSecret: string }> {
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'machine',
      GenerateSecret: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthScopes: ['orders/read', 'orders/write'],
      ...settings,
    }),
  )
  return { clientId: UserPoolClient?.ClientId ?? '', clientSecret: UserPoolClient?.ClientSecret ?? '' }
}

export interface TokenRequest {
  readonly origin: string
  readonly domain: string
  readonly clientId?: string
  readonly clientSecret?: string
  readonly form?: Readonly<Record<string, string>>
}

/** POST to the token endpoint's path form with Basic authentication, as the tutorial does. */
export function requestToken({ origin, domain, clientId, clientSecret, form }: TokenRequest): Promise<Response> {
  const headers: Record<string, string> = { 'content-type': 'application/x-www-form-urlencoded' }
  if (clientId !== undefined) headers.authorization = `Basic ${btoa(`${clientId}:${clientSecret ?? ''}`)}`
  const body = new URLSearchParams(form ?? { grant_type: 'client_credentials' })
  return fetch(`${origin}/_aws/cognito/${domain}/oauth2/token`, { method: 'POST', headers, body })
}

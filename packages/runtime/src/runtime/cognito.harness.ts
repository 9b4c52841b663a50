import { signed } from '../protocol/control-plane.harness.ts'
import type { Runtime } from '../runtime.ts'
import type { Fetch } from './fetch.ts'

/** Calls an operation of Cognito as a client would: through a socket or without one. */
export async function callCognito(fetchBy: Fetch, address: string, operation: string, input: object) {
  const response = await fetchBy(address, {
    method: 'POST',
    headers: {
      ...signed('cognito-idp'),
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(input),
  })
  return { status: response.status, body: JSON.parse((await response.text()) || '{}') }
}

/** A machine client of a new pool, whose token endpoint has the domain `partners`. */
export async function machineClient(runtime: Runtime) {
  const { Id: poolId } = (await callCognito(runtime.fetch, '/', 'CreateUserPool', { PoolName: 'p' })).body.UserPool
  await callCognito(runtime.fetch, '/', 'CreateUserPoolDomain', { UserPoolId: poolId, Domain: 'partners' })
  const scope = { ScopeName: 'read', ScopeDescription: 'read' }
  await callCognito(runtime.fetch, '/', 'CreateResourceServer', {
    UserPoolId: poolId,
    Identifier: 'api',
    Name: 'api',
    Scopes: [scope],
  })
  const { body } = await callCognito(runtime.fetch, '/', 'CreateUserPoolClient', {
    UserPoolId: poolId,
    ClientName: 'c',
    GenerateSecret: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthScopes: ['api/read'],
  })
  return { poolId, clientId: body.UserPoolClient.ClientId, clientSecret: body.UserPoolClient.ClientSecret }
}

export type MachineClient = Awaited<ReturnType<typeof machineClient>>

/** By the host name that AWS would give the domain. */
export async function takeToken(runtime: Runtime, { clientId, clientSecret }: MachineClient): Promise<string> {
  const response = await runtime.fetch('https://partners.auth.us-east-1.amazoncognito.com/oauth2/token', {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  const answer = (await response.json()) as { access_token?: string; error?: string }
  if (answer.access_token === undefined) throw new Error(answer.error)
  return answer.access_token
}

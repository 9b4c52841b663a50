import { type Answering, bodyOf } from '../asked.ts'
import type { ClientRef } from '../contract/clients.ts'
import type { Inside } from '../inside.ts'
import { clientView, timeOf } from '../map/client-view.ts'
import { AdminProblem } from '../problem.ts'
import { readClientRef, readPlace, readScopes, readText } from './read-client.ts'

export const createClient: Answering<'POST clients/create'> = async (asked, { inside }) => {
  const body = bodyOf(asked)
  const place = readPlace(body)
  const seconds = readSeconds(body.accessTokenSeconds)
  const { UserPoolClient } = await inside.operationsIn(place)('cognito-idp', 'CreateUserPoolClient', {
    UserPoolId: readText(body, 'poolId'),
    ClientName: readText(body, 'name'),
    GenerateSecret: true,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: readScopes(body.scopes) ?? [],
    ...(seconds !== undefined && { AccessTokenValidity: seconds, TokenValidityUnits: { AccessToken: 'seconds' } }),
  })
  if (!UserPoolClient?.ClientSecret) throw new Error('a client was made without a secret')
  return { client: clientView(place, UserPoolClient), secret: UserPoolClient.ClientSecret }
}

export const revealSecret: Answering<'POST clients/reveal'> = async (asked, { inside }) => ({
  secret: await secretOf(readClientRef(bodyOf(asked)), inside),
})

export async function secretOf({ poolId, clientId, account, region }: ClientRef, inside: Inside): Promise<string> {
  const secret = await inside.secret({ account, region }, poolId, clientId)
  if (secret === undefined) throw new AdminProblem(409, 'the client has no secret')
  return secret
}

export const listSecrets: Answering<'POST clients/secrets'> = async (asked, { inside }) => {
  const { poolId, clientId, ...place } = readClientRef(bodyOf(asked))
  const { ClientSecrets = [] } = await inside.operationsIn(place)('cognito-idp', 'ListUserPoolClientSecrets', {
    UserPoolId: poolId,
    ClientId: clientId,
  })
  return {
    secrets: ClientSecrets.map(({ ClientSecretId = '', ClientSecretCreateDate }) => ({
      id: ClientSecretId,
      createdAt: timeOf(ClientSecretCreateDate),
    })),
  }
}

export const addSecret: Answering<'POST clients/add-secret'> = async (asked, { inside }) => {
  const { poolId, clientId, ...place } = readClientRef(bodyOf(asked))
  const { ClientSecretDescriptor: added } = await inside.operationsIn(place)('cognito-idp', 'AddUserPoolClientSecret', {
    UserPoolId: poolId,
    ClientId: clientId,
  })
  return { id: added?.ClientSecretId ?? '', secret: added?.ClientSecretValue ?? '' }
}

export const deleteSecret: Answering<'POST clients/delete-secret'> = async (asked, { inside }) => {
  const body = bodyOf(asked)
  const { poolId, clientId, ...place } = readClientRef(body)
  await inside.operationsIn(place)('cognito-idp', 'DeleteUserPoolClientSecret', {
    UserPoolId: poolId,
    ClientId: clientId,
    ClientSecretId: readText(body, 'secretId'),
  })
  return { status: 'done' }
}

export const deleteClient: Answering<'POST clients/delete'> = async (asked, { inside }) => {
  const { poolId, clientId, ...place } = readClientRef(bodyOf(asked))
  await inside.operationsIn(place)('cognito-idp', 'DeleteUserPoolClient', { UserPoolId: poolId, ClientId: clientId })
  return { status: 'done' }
}

function readSeconds(value: unknown): number | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'number' && Number.isInteger(value)) return value
  throw new AdminProblem(400, 'accessTokenSeconds is a whole number')
}

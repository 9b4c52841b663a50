// A user pool with a client of machines, made once for each emulator, and its tokens.
import { createPublicKey, verify } from 'node:crypto'
import {
  CognitoIdentityProviderClient,
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { configFor } from '../deployment.mjs'
import { domainAddresses, firstWith, send } from './http.mjs'

export const cognitoOf = ({ origin }) => new CognitoIdentityProviderClient({ ...configFor(origin), maxAttempts: 1 })

/** Made with the first check that needs it; what fails is a failure of each that does. */
export function once(world, name, make) {
  world.made[name] ??= make(world)
  return world.made[name]
}

export const machines = (world) =>
  once(world, 'machines', async () => {
    const cognito = cognitoOf(world)
    const domain = `compare-${Date.now()}`
    const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'machines' }))
    const UserPoolId = UserPool.Id
    const Scopes = ['read', 'write'].map((ScopeName) => ({ ScopeName, ScopeDescription: ScopeName }))
    await cognito.send(new CreateResourceServerCommand({ UserPoolId, Identifier: 'orders', Name: 'orders', Scopes }))
    await cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain: domain }))
    const client = async (scopes) => {
      const { UserPoolClient } = await cognito.send(
        new CreateUserPoolClientCommand({
          UserPoolId,
          ClientName: 'partner',
          GenerateSecret: true,
          AllowedOAuthFlows: ['client_credentials'],
          AllowedOAuthFlowsUserPoolClient: true,
          AllowedOAuthScopes: scopes,
          AccessTokenValidity: 5,
          TokenValidityUnits: { AccessToken: 'minutes' },
        }),
      )
      return { id: UserPoolClient.ClientId, secret: UserPoolClient.ClientSecret }
    }
    const reader = await client(['orders/read'])
    return { poolId: UserPoolId, poolArn: UserPool.Arn, domain, reader, writer: await client(['orders/write']) }
  })

export function tokenForm(scope, client = undefined) {
  const named = client && { client_id: client.id, client_secret: client.secret }
  return new URLSearchParams({ grant_type: 'client_credentials', scope, ...named }).toString()
}

export const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

export function basic({ id, secret }) {
  return { ...FORM, authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` }
}

/** The token endpoint's address, and a first token. */
export const tokenEndpoint = (world) =>
  once(world, 'endpoint', async () => {
    const { domain, poolId, reader } = await machines(world)
    const addresses = domainAddresses(domain, poolId, '/oauth2/token')
    const request = { method: 'POST', headers: basic(reader), body: tokenForm('orders/read') }
    const { address, answer } = await firstWith(world.origin, addresses, 200, request)
    if (!answer.json?.access_token) throw new Error('200 without an access token')
    return { address, answer }
  })

/** What the token endpoint says to a client. */
export async function askToken(world, headers, body) {
  const { address } = await tokenEndpoint(world)
  return send(world.origin, { ...address, method: 'POST', headers, body })
}

export async function tokenOf(world, which) {
  const client = (await machines(world))[which]
  const scope = which === 'reader' ? 'orders/read' : 'orders/write'
  const { json } = await askToken(world, basic(client), tokenForm(scope))
  if (!json?.access_token) throw new Error(`no token for the ${which}`)
  return json.access_token
}

/** The claims of a token whose signature the pool's keys verify. */
export async function verified(world, token, poolId) {
  const path = `/${poolId}/.well-known/jwks.json`
  const addresses = [
    { host: 'cognito-idp.us-east-1.amazonaws.com', path },
    { path },
    { path: `/_aws/cognito-idp${path}` },
  ]
  const { answer } = await firstWith(world.origin, addresses, 200)
  const [header, payload, signature] = token.split('.')
  const { alg, kid } = claimsIn(header)
  const key = answer.json.keys.find((one) => one.kid === kid)
  if (alg !== 'RS256' || !key) throw new Error(`no key ${kid} for ${alg}`)
  const signed = Buffer.from(`${header}.${payload}`)
  const publicKey = createPublicKey({ key, format: 'jwk' })
  if (!verify('sha256', signed, publicKey, Buffer.from(signature, 'base64url'))) throw new Error('a wrong signature')
  return claimsIn(payload)
}

const claimsIn = (part) => JSON.parse(Buffer.from(part, 'base64url').toString())

import { expect } from 'vitest'
import { type MachineClient, requestToken } from './machine-client.ts'

export interface TokenAnswer {
  readonly access_token: string
  readonly expires_in: number
  readonly token_type: string
}

/** A token of the client's; the request must succeed. */
export async function tokenFor(
  origin: string,
  client: Pick<MachineClient, 'domain' | 'clientId' | 'clientSecret'>,
  scope?: string,
): Promise<TokenAnswer> {
  const form = { grant_type: 'client_credentials', ...(scope === undefined ? {} : { scope }) }
  const response = await requestToken({ origin, ...client, form })
  const text = await response.text()
  expect(response.status, text).toBe(200)
  return JSON.parse(text) as TokenAnswer
}

/** A part of a JWT, unverified. */
function part(token: string, index: number): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString()) as Record<string, unknown>
}

export const headerOf = (token: string) => part(token, 0)
export const claimsOf = (token: string) => part(token, 1)

export interface PublicKey {
  readonly alg: string
  readonly e: string
  readonly kid: string
  readonly kty: string
  readonly n: string
  readonly use: string
}

export async function keysOf(origin: string, poolId: string): Promise<PublicKey[]> {
  const response = await fetch(`${origin}/${poolId}/.well-known/jwks.json`)
  expect(response.status).toBe(200)
  return ((await response.json()) as { keys: PublicKey[] }).keys
}

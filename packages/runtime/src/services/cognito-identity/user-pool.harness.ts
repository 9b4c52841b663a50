import { createSign, generateKeyPairSync } from 'node:crypto'
import { HOME } from '../../kernel/call.harness.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { Service } from '../../kernel/service.ts'
import type { CognitoIdentityDeps } from './index.ts'

/* A user pool whose tokens a test signs itself, and who gives credentials of any role. */

export const PROVIDER = 'cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Pool'
export const ISSUER = `https://${PROVIDER}`
/** Seconds since the epoch. */
export const NOW = 1_000_000_000

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const POOL_ARN = `arn:aws:cognito-idp:eu-west-1:${HOME.account}:userpool/eu-west-1_Pool`
const pool = { poolArn: POOL_ARN, poolId: 'eu-west-1_Pool', issuer: ISSUER, keys: new Map([['k', publicKey]]) }

export const issuers: CognitoIdentityDeps['issuers'] = async () => ({
  findIssuer: async (poolArn) => (poolArn === POOL_ARN ? pool : undefined),
})

/** An ID token of Ann's for the app `client`. */
export function token(claims: JsonObject = {}, header: JsonObject = { alg: 'RS256', kid: 'k' }): string {
  const good = { iss: ISSUER, aud: 'client', sub: 'ann', token_use: 'id', exp: NOW + 60 }
  const signed = [header, { ...good, ...claims }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  const signature = createSign('RSA-SHA256').update(signed.join('.')).sign(privateKey).toString('base64url')
  return `${signed.join('.')}.${signature}`
}

const Credentials = {
  AccessKeyId: 'ASIA',
  SecretAccessKey: 'secret',
  SessionToken: 'token',
  Expiration: new Date((NOW + 3600) * 1000),
}

export const sts: Service = {
  name: 'sts',
  operations: new Map([['AssumeRole', async () => ({ Credentials })]]),
  resourceTypes: [],
}

import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import type { TokenIssuer } from '../../../gateway/ports.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Vault } from '../../../kernel/vault.ts'
import type { PublishedRealm, SigningKey } from '../../../oauth/ports.ts'
import type { PublicKeyRecord, ResourceServerRecord, SigningKeysRecord, UserPoolRecord } from '../records.ts'
import { poolArn } from '../user-pool/identity.ts'

/** A pool as the data plane needs it, compiled from the store when first asked for. */
export interface PoolSnapshot {
  readonly issuer: string
  readonly accessTokenKey: SigningKey
  readonly idTokenKey: SigningKey
  /** `{identifier}/{scope}` of every resource server. */
  readonly scopes: ReadonlySet<string>
  readonly published: PublishedRealm
  readonly tokenIssuer: TokenIssuer
}

interface Sources {
  readonly pool: UserPoolRecord
  readonly keys: SigningKeysRecord
  readonly servers: readonly ResourceServerRecord[]
}

interface Surroundings {
  readonly place: Place
  readonly vault: Vault
  readonly issuerOf: (place: Place, poolId: string) => string
}

export function poolSnapshot({ pool, keys, servers }: Sources, { place, vault, issuerOf }: Surroundings): PoolSnapshot {
  const issuer = issuerOfPool(pool, issuerOf(place, pool.id))
  const { access, id } = pool.keys
  const publicKeys = [access, id]
  return {
    issuer,
    accessTokenKey: { kid: access.kid, privateKey: createPrivateKey(vault.open(keys.access)) },
    idTokenKey: { kid: id.kid, privateKey: createPrivateKey(vault.open(keys.id)) },
    scopes: new Set(
      servers.flatMap(({ identifier, scopes }) => scopes.map((scope) => `${identifier}/${scope.ScopeName}`)),
    ),
    published: { id: pool.id, region: place.region, issuer, keys: publicKeys, domain: domainOf(pool) },
    tokenIssuer: {
      poolArn: poolArn(place, pool.id),
      poolId: pool.id,
      issuer,
      keys: new Map(publicKeys.map((key): [string, KeyObject] => [key.kid, publicKeyOf(key)])),
    },
  }
}

/** Pools of the newer issuer type name another host of AWS in their tokens (documented). A local issuer is the user's. */
function issuerOfPool(pool: UserPoolRecord, issuer: string): string {
  if (pool.settings.IssuerConfiguration?.Type !== 'UPDATED') return issuer
  return issuer.replace(/^https:\/\/cognito-idp\./, 'https://issuer-cognito-idp.')
}

function publicKeyOf({ n, e }: PublicKeyRecord): KeyObject {
  return createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' })
}

/** With both kinds, only the custom domain is published (documented). */
function domainOf({ domain, customDomain }: UserPoolRecord): PublishedRealm['domain'] {
  if (customDomain !== undefined) return { name: customDomain, custom: true }
  return domain === undefined ? undefined : { name: domain, custom: false }
}

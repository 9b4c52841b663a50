import type { TokenIssuerSource } from '../../../gateway/ports.ts'
import { parseArn } from '../../../kernel/arn.ts'
import { placeFromKey } from '../../../kernel/place.ts'
import type { IssuerDocumentSource } from '../../../oauth/ports.ts'
import type { Store } from '../../../store/store.ts'
import { userPools } from '../repository.ts'
import { poolArn } from '../user-pool/identity.ts'
import type { PoolRealms } from './pool-realms.ts'

/** What authorizers need of a pool: its issuer and public keys, by the pool's ARN. */
export function createTokenIssuers(deps: { store: Store; pools: PoolRealms }): TokenIssuerSource {
  const { store, pools } = deps
  return {
    async findIssuer(arn) {
      const poolId = /^userpool\/([^/]+)$/.exec(parseArn(arn)?.resource ?? '')?.[1]
      const realm = poolId === undefined ? undefined : await pools.findRealm(poolId)
      // The whole ARN has to fit: an id alone may be of another account.
      return realm?.tokenIssuer.poolArn === arn ? realm.tokenIssuer : undefined
    },
    onChange(listener) {
      store.onCommit((changes) => {
        for (const { key } of changes) {
          if (key.kind === userPools.kind) listener(poolArn(placeFromKey(key.place), key.id))
        }
      })
    },
  }
}

/** What a pool publishes under its issuer. */
export function createIssuerDocumentSource(pools: PoolRealms): IssuerDocumentSource {
  return {
    findPublished(poolId) {
      const realm = pools.findRealm(poolId)
      return realm instanceof Promise ? realm.then((found) => found?.published) : realm?.published
    },
  }
}

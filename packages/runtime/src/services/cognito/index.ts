import type { TokenIssuerSource } from '../../gateway/ports.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Logger } from '../../kernel/logger.ts'
import type { Place } from '../../kernel/place.ts'
import type { Random } from '../../kernel/random.ts'
import type { Recording } from '../../kernel/recording.ts'
import { bindOperations, type Service } from '../../kernel/service.ts'
import type { Vault } from '../../kernel/vault.ts'
import type { ClientTokens, IssuerDocumentSource, RealmDirectory } from '../../oauth/ports.ts'
import type { Store } from '../../store/store.ts'
import type { CognitoDeps } from './deps.ts'
import { domainStatuses } from './domain-statuses.ts'
import { createKeyPairSource, type KeyPairSource } from './keys/key-pair-source.ts'
import { createStoredKeyShelf } from './keys/stored-key-shelf.ts'
import { operations } from './operations/index.ts'
import { createDomainDirectory } from './realms/domain-directory.ts'
import { createIssuerDocumentSource, createTokenIssuers } from './realms/issuers.ts'
import { PoolRealms } from './realms/pool-realms.ts'
import { createResourceTypes } from './resources/index.ts'

export { createKeyPairSource, type KeyPairSource } from './keys/key-pair-source.ts'

export interface CognitoServiceDeps {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  readonly vault: Vault
  readonly logger: Logger
  /** Left out: one of its own, whose reserve lies in the store between two runs. */
  readonly keyPairs?: KeyPairSource
  /** Issues the tokens of `GetClientToken`; the OAuth engine's. */
  readonly clientTokens: ClientTokens
  /** The `iss` of a pool's tokens. */
  readonly issuerOf: (place: Place, poolId: string) => string
  readonly isRecorded: Recording
}

export interface CognitoService extends Service {
  /** For the token endpoint. */
  readonly realms: RealmDirectory
  /** For authorizers. */
  readonly issuers: TokenIssuerSource
  /** For JWKS and discovery. */
  readonly documents: IssuerDocumentSource
}

/** User pools, app clients, resource servers and domains: the control plane, and what the data planes read of it. */
export function createCognitoService(given: CognitoServiceDeps): CognitoService {
  const { store, logger } = given
  const keyPairs = given.keyPairs ?? createKeyPairSource({ shelf: createStoredKeyShelf(given), logger })
  const deps = { ...given, keyPairs }
  const pools = new PoolRealms(deps)
  const operationDeps: CognitoDeps = { ...deps, realms: pools }
  return {
    name: 'cognito-idp',
    operations: bindOperations(operations, operationDeps),
    resourceTypes: createResourceTypes(deps),
    close: () => keyPairs.close(),
    status: async (reader, addresses) => ({ domains: await domainStatuses(reader, addresses) }),
    realms: createDomainDirectory({ store, pools }),
    issuers: createTokenIssuers({ store, pools }),
    documents: createIssuerDocumentSource(pools),
  }
}

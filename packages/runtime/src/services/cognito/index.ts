import type { TokenIssuerSource } from '../../gateway/ports.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { FunctionCaller } from '../../kernel/functions.ts'
import { uuid } from '../../kernel/ids.ts'
import type { Logger } from '../../kernel/logger.ts'
import type { Call, CallContext } from '../../kernel/operation.ts'
import type { ReadOutbox } from '../../kernel/outbox.ts'
import type { Place } from '../../kernel/place.ts'
import type { Random } from '../../kernel/random.ts'
import { bindOperations, type Service } from '../../kernel/service.ts'
import { callerOf } from '../../kernel/session.ts'
import type { Soon } from '../../kernel/soon.ts'
import type { Vault } from '../../kernel/vault.ts'
import type { ClientTokens, IssuerDocumentSource, Realm, RealmDirectory } from '../../oauth/ports.ts'
import { createUserTokens } from '../../oauth/tokens/user-token.ts'
import type { Store } from '../../store/store.ts'
import { realmPeople } from './auth/realm-people.ts'
import { createSignInCheck, type SignInCheck } from './auth/signed-in-still.ts'
import type { CognitoDeps } from './deps.ts'
import { domainStatuses } from './domain-statuses.ts'
import type { ProviderHttp } from './federation/provider-http.ts'
import { realmPages } from './hosted/realm-pages.ts'
import { createKeyPairSource, type KeyPairSource } from './keys/key-pair-source.ts'
import { createStoredKeyShelf } from './keys/stored-key-shelf.ts'
import { PoolSweeper } from './leftovers/pool-sweeper.ts'
import type { ResourceQuotas } from './limits/resource-quotas.ts'
import { readOutbox } from './messages/outbox.ts'
import { operations } from './operations/index.ts'
import { PasswordHasher } from './passwords/hasher.ts'
import { type ClientSecrets, createClientSecrets } from './realms/client-secrets.ts'
import { createDomainDirectory } from './realms/domain-directory.ts'
import { createIssuerDocumentSource, createTokenIssuers } from './realms/issuers.ts'
import { PoolRealms } from './realms/pool-realms.ts'
import { createResourceTypes } from './resources/index.ts'

export { createKeyPairSource, type KeyPairSource } from './keys/key-pair-source.ts'
export { AWS_RESOURCE_QUOTAS } from './limits/resource-quotas.ts'

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
  /** Runs the pools' own functions; Lambda's. */
  readonly functions: () => Promise<FunctionCaller>
  /** Reaches identity providers. */
  readonly http: ProviderHttp
  /** How many resources there may be. Undefined: any number. */
  readonly quotas?: ResourceQuotas | undefined
  /** Has operations called as from outside: by pages, in people's place. */
  readonly contextOf: (base: Omit<CallContext, 'call'>) => CallContext
}

export interface CognitoService extends Service {
  /** For the token endpoint. */
  readonly realms: RealmDirectory
  /** For authorizers. */
  readonly issuers: TokenIssuerSource
  /** For identity pools. */
  readonly isSignedIn: SignInCheck
  /** For JWKS and discovery. */
  readonly documents: IssuerDocumentSource
  /** For the console. */
  readonly secrets: ClientSecrets
  readonly findRealm: (poolId: string) => Soon<Realm | undefined>
  /** What was sent to people. */
  readonly outbox: ReadOutbox
}

/** User pools, app clients, resource servers and domains: the control plane, and what the data planes read of it. */
export function createCognitoService(given: CognitoServiceDeps): CognitoService {
  const { store, logger } = given
  const keyPairs = given.keyPairs ?? createKeyPairSource({ shelf: createStoredKeyShelf(given), logger })
  const deps = { ...given, keyPairs }
  const userTokens = createUserTokens(given)
  const sweeper = new PoolSweeper(given)
  const pools: PoolRealms = new PoolRealms({
    ...deps,
    peopleOf: (place, poolId) => realmPeople({ ...deps, realms: pools, userTokens }, place, poolId),
    pagesOf: (place, poolId) => realmPages({ ...deps, operationDeps }, place, poolId),
  })
  const callIn = (place: Place): Call => {
    const { place: _, ...caller } = callerOf(place.account, undefined, place.region)
    const requestId = uuid(given.random)
    return given.contextOf({ place, caller, requestId, origin: '', transact: store.transact, reader: store }).call
  }
  const operationDeps: CognitoDeps = {
    ...deps,
    callIn,
    realms: pools,
    passwords: new PasswordHasher(given),
    userTokens,
  }
  return {
    name: 'cognito-idp',
    operations: bindOperations(operations, operationDeps),
    resourceTypes: createResourceTypes(deps),
    resume: async () => sweeper.start(),
    async close() {
      await Promise.all([keyPairs.close(), sweeper.close()])
    },
    status: async (reader, addresses) => ({ domains: await domainStatuses(reader, addresses) }),
    realms: createDomainDirectory({ store, pools }),
    issuers: createTokenIssuers({ store, pools }),
    isSignedIn: createSignInCheck(store),
    documents: createIssuerDocumentSource(pools),
    secrets: createClientSecrets(given),
    findRealm: (poolId) => pools.findRealm(poolId),
    outbox: (after) => readOutbox(store, given.vault, after),
  }
}

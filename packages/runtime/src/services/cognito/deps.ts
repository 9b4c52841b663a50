import type { Clock } from '../../kernel/clock.ts'
import type { FunctionCaller } from '../../kernel/functions.ts'
import { type Call, operationsOf } from '../../kernel/operation.ts'
import type { Place } from '../../kernel/place.ts'
import type { Random } from '../../kernel/random.ts'
import type { Vault } from '../../kernel/vault.ts'
import type { ClientTokens, UserTokens } from '../../oauth/ports.ts'
import type { ProviderHttp } from './federation/provider-http.ts'
import type { KeyPairSource } from './keys/key-pair-source.ts'
import type { ResourceQuotas } from './limits/resource-quotas.ts'
import type { PasswordHasher } from './passwords/hasher.ts'
import type { PoolRealms } from './realms/pool-realms.ts'

/** What Cognito's operations work with. */
export interface CognitoDeps {
  readonly clock: Clock
  readonly random: Random
  readonly vault: Vault
  readonly keyPairs: KeyPairSource
  readonly passwords: PasswordHasher
  readonly realms: Pick<PoolRealms, 'findRealm'>
  readonly clientTokens: ClientTokens
  readonly userTokens: UserTokens
  /** Runs the pools' own functions. */
  readonly functions: () => Promise<FunctionCaller>
  /** Calls other services in a place, as Cognito does itself. */
  readonly callIn: (place: Place) => Call
  /** Reaches identity providers. */
  readonly http: ProviderHttp
  /** How many resources there may be. Undefined: any number. */
  readonly quotas?: ResourceQuotas | undefined
}

export const operation = operationsOf<'cognito-idp', CognitoDeps>()

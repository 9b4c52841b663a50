import type { Clock } from '../../kernel/clock.ts'
import { operationsOf } from '../../kernel/operation.ts'
import type { Random } from '../../kernel/random.ts'
import type { Recording } from '../../kernel/recording.ts'
import type { Vault } from '../../kernel/vault.ts'
import type { ClientTokens } from '../../oauth/ports.ts'
import type { KeyPairSource } from './keys/key-pair-source.ts'
import type { PoolRealms } from './realms/pool-realms.ts'

/** What Cognito's operations work with. */
export interface CognitoDeps {
  readonly clock: Clock
  readonly random: Random
  readonly vault: Vault
  readonly keyPairs: KeyPairSource
  readonly realms: Pick<PoolRealms, 'findRealm'>
  readonly clientTokens: ClientTokens
  /** What the user lets be stored that is not known here. */
  readonly isRecorded: Recording
}

export const operation = operationsOf<'cognito-idp', CognitoDeps>()

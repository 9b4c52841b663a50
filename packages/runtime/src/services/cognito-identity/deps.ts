import type { TokenIssuerSource } from '../../gateway/ports.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { JsonObject } from '../../kernel/json.ts'
import { operationsOf } from '../../kernel/operation.ts'
import type { Random } from '../../kernel/random.ts'

export interface CognitoIdentityDeps {
  readonly clock: Clock
  readonly random: Random
  /** User pools whose ID tokens are believed. */
  readonly issuers: () => Promise<Pick<TokenIssuerSource, 'findIssuer'>>
  /** Whether whoever a user pool's token is of is still there, and has not signed out since. */
  readonly isSignedIn: (poolArn: string, claims: JsonObject) => Promise<boolean>
}

export const operation = operationsOf<'cognito-identity', CognitoIdentityDeps>()

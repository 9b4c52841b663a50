import type { Clock } from '../../kernel/clock.ts'
import type { Logger } from '../../kernel/logger.ts'
import type { IssuerCache } from '../tokens/issuer-cache.ts'
import type { TokenCache } from '../tokens/token-cache.ts'

/** What the steps share from call to call. */
export interface Runtime {
  readonly clock: Clock
  readonly logger: Logger
  readonly issuers: IssuerCache
  readonly tokens: TokenCache
}

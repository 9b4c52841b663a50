import type { Clock } from '../../kernel/clock.ts'
import type { Logger } from '../../kernel/logger.ts'
import type { Random } from '../../kernel/random.ts'
import type { HttpBackend } from '../backends/http-backend.ts'
import type { IssuerCache } from '../tokens/issuer-cache.ts'
import type { TokenCache } from '../tokens/token-cache.ts'

/** What the steps share from call to call. */
export interface Runtime {
  readonly clock: Clock
  readonly logger: Logger
  readonly random: Random
}

/** Whom integrations and authorizers ask. */
export interface Ports {
  readonly http: HttpBackend
  readonly issuers: IssuerCache
  readonly tokens: TokenCache
}

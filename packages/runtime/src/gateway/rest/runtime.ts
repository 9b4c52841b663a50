import type { Clock } from '../../kernel/clock.ts'
import type { FunctionCaller } from '../../kernel/functions.ts'
import type { Logger } from '../../kernel/logger.ts'
import type { Random } from '../../kernel/random.ts'
import type { SignatureVerifier } from '../../kernel/signatures.ts'
import type { HttpBackend } from '../backends/http-backend.ts'
import type { ApiKeySource, GatewayLogs, ThrottleLimits } from '../ports.ts'
import type { Throttles } from '../throttle/throttles.ts'
import type { IssuerCache } from '../tokens/issuer-cache.ts'
import type { TokenCache } from '../tokens/token-cache.ts'
import type { VerdictCache } from './authorizers/lambda/verdict-cache.ts'

/** What the steps share from call to call. */
export interface Runtime {
  readonly clock: Clock
  readonly logger: Logger
  readonly random: Random
}

/** Whom integrations and authorizers ask, and who keeps what a stage logs. */
export interface Ports {
  readonly functions: FunctionCaller
  readonly signatures: SignatureVerifier
  readonly http: HttpBackend
  readonly logs: GatewayLogs
  readonly keys: ApiKeySource
  readonly throttles: Throttles
  /** For all requests to the APIs of an account and region; undefined: there are no such limits. */
  readonly accountLimits: ThrottleLimits | undefined
  readonly issuers: IssuerCache
  readonly tokens: TokenCache
  readonly verdicts: VerdictCache
}

import type { ApiKeySource } from '../key-ports.ts'
import type { SharedPorts } from '../runtime.ts'
import type { IssuerCache } from '../tokens/issuer-cache.ts'
import type { TokenCache } from '../tokens/token-cache.ts'
import type { VerifiedToken } from '../tokens/verified-token.ts'
import type { VerdictCache } from '../verdict-cache.ts'
import type { Verdict } from './authorizers/lambda/answer.ts'
import type { ResponseCaches } from './cache/response-caches.ts'
import type { Inflation } from './coding/inflation.ts'

/** Whom the parts of a REST API ask. */
export interface Ports extends SharedPorts {
  readonly keys: ApiKeySource
  readonly issuers: IssuerCache
  readonly tokens: TokenCache<VerifiedToken>
  readonly verdicts: VerdictCache<Verdict>
  readonly caches: ResponseCaches
  readonly inflation: Inflation
}

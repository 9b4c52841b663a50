import type { SharedPorts } from '../runtime.ts'
import type { OidcIssuers } from '../tokens/oidc-issuers.ts'
import type { TokenCache } from '../tokens/token-cache.ts'
import type { VerifiedJwt } from '../tokens/verified-jwt.ts'
import type { VerdictCache } from '../verdict-cache.ts'
import type { Verdict } from './authorizers/lambda/answer.ts'

/** Whom the parts of an HTTP API ask. */
export interface Ports extends SharedPorts {
  readonly issuers: OidcIssuers
  readonly tokens: TokenCache<VerifiedJwt>
  readonly verdicts: VerdictCache<Verdict>
}

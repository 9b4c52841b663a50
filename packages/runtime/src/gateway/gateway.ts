import type { Clock } from '../kernel/clock.ts'
import type { Forwards } from '../kernel/forwards.ts'
import type { FunctionCaller } from '../kernel/functions.ts'
import type { Logger } from '../kernel/logger.ts'
import type { JudgeIdentity } from '../kernel/policies/identity.ts'
import type { Random } from '../kernel/random.ts'
import type { RequestKeeper } from '../kernel/request-trace.ts'
import type { SignatureVerifier } from '../kernel/signatures.ts'
import { Throttles } from '../kernel/throttle/throttles.ts'
import { ApiDirectory } from './api-directory.ts'
import type { HttpBackend } from './backends/http-backend.ts'
import { DomainDirectory } from './domain-directory.ts'
import { createEntry, type GatewayEntry } from './entry.ts'
import { liveHttpApis } from './http/live-api.ts'
import type { Ports as HttpPorts } from './http/runtime.ts'
import type { ApiKeySource, ThrottleLimits } from './key-ports.ts'
import type { ApiSource, CustomDomainSource, GatewayLogs, HttpApiSource, TokenIssuerSource } from './ports.ts'
import { ResponseCaches } from './rest/cache/response-caches.ts'
import { Inflation } from './rest/coding/inflation.ts'
import { liveRestApis } from './rest/live-api.ts'
import type { Ports as RestPorts } from './rest/runtime.ts'
import { testAuthorizer } from './rest/test-authorizer.ts'
import { testMethod } from './rest/test-method.ts'
import type { Runtime } from './runtime.ts'
import type { TestAuthorizer, TestMethod } from './test-ports.ts'
import { IssuerCache } from './tokens/issuer-cache.ts'
import { OidcIssuers } from './tokens/oidc-issuers.ts'
import { TokenCache } from './tokens/token-cache.ts'
import { VerdictCache } from './verdict-cache.ts'

export interface GatewayDeps {
  readonly apis: ApiSource
  readonly httpApis: HttpApiSource
  /** Left out: there are none. */
  readonly domains?: CustomDomainSource
  readonly keys: ApiKeySource
  /** Of each account and region; left out: there are none. */
  readonly accountLimits?: ThrottleLimits
  readonly issuers: TokenIssuerSource
  readonly http: HttpBackend
  readonly functions: FunctionCaller
  readonly signatures: SignatureVerifier
  readonly judgeIdentity: JudgeIdentity
  readonly forwards?: Forwards | undefined
  readonly logs: GatewayLogs
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly requests?: RequestKeeper | undefined
}

/** The data plane of REST and HTTP APIs: `https://{apiId}.execute-api.{region}.amazonaws.com/{stage}/{path}`. */
export interface Gateway extends GatewayEntry {
  /** For requests whose body is larger than APIs take, which have their head only. */
  readonly oversized: GatewayEntry
  /** For the control plane's `TestInvokeMethod`. */
  readonly testMethod: TestMethod
  /** For its `TestInvokeAuthorizer`. */
  readonly testAuthorizer: TestAuthorizer
}

export function createGateway(deps: GatewayDeps): Gateway {
  const { http, functions, signatures, judgeIdentity, forwards, logs, clock, random, logger, requests } = deps
  const throttling = { throttles: new Throttles(), accountLimits: deps.accountLimits }
  const shared = { http, functions, signatures, judgeIdentity, forwards, logs, ...throttling }
  const runtime: Runtime = { clock, random, logger, requests }
  const rest: RestPorts = {
    ...shared,
    keys: deps.keys,
    issuers: new IssuerCache(deps.issuers),
    tokens: new TokenCache(),
    verdicts: new VerdictCache(),
    caches: new ResponseCaches(deps.apis),
    inflation: new Inflation(),
  }
  const httpPorts: HttpPorts = {
    ...shared,
    issuers: new OidcIssuers(http, clock),
    tokens: new TokenCache(),
    verdicts: new VerdictCache(),
  }
  const apis = new ApiDirectory([
    liveRestApis(deps.apis, rest, runtime),
    liveHttpApis(deps.httpApis, httpPorts, runtime),
  ])
  const directories = { apis, domains: deps.domains && new DomainDirectory(deps.domains) }

  return {
    ...createEntry('handle', directories, runtime),
    oversized: createEntry('refuseBody', directories, runtime),
    testMethod: (test) => testMethod(test, rest, runtime),
    testAuthorizer: (test) => testAuthorizer(test, rest, runtime),
  }
}

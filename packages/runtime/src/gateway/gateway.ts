import type { Clock } from '../kernel/clock.ts'
import type { FunctionCaller } from '../kernel/functions.ts'
import type { Logger } from '../kernel/logger.ts'
import type { Random } from '../kernel/random.ts'
import type { RequestKeeper } from '../kernel/request-trace.ts'
import type { SignatureVerifier } from '../kernel/signatures.ts'
import type { Soon } from '../kernel/soon.ts'
import type { WireRequest, WireResponse } from '../kernel/wire.ts'
import { withLowerHeaders } from './altered-request.ts'
import { ApiDirectory, type LiveApi } from './api-directory.ts'
import type { HttpBackend } from './backends/http-backend.ts'
import { Call, type GatewayAddress } from './call.ts'
import { DomainDirectory, findMapping } from './domain-directory.ts'
import { healthAnswer, isHealthCheck } from './health-check.ts'
import { liveHttpApis } from './http/live-api.ts'
import type { Ports as HttpPorts } from './http/runtime.ts'
import type {
  ApiKeySource,
  ApiSource,
  CustomDomain,
  CustomDomainSource,
  GatewayLogs,
  HttpApiSource,
  TestAuthorizer,
  TestMethod,
  ThrottleLimits,
  TokenIssuerSource,
} from './ports.ts'
import { ResponseCaches } from './rest/cache/response-caches.ts'
import { Inflation } from './rest/coding/inflation.ts'
import { forbidden, liveRestApis } from './rest/live-api.ts'
import type { Ports as RestPorts } from './rest/runtime.ts'
import { testAuthorizer } from './rest/test-authorizer.ts'
import { testMethod } from './rest/test-method.ts'
import type { Runtime } from './runtime.ts'
import { Throttles } from './throttle/throttles.ts'
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
  readonly logs: GatewayLogs
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly requests?: RequestKeeper | undefined
}

/** The data plane of REST and HTTP APIs: `https://{apiId}.execute-api.{region}.amazonaws.com/{stage}/{path}`. */
export interface Gateway {
  /**
   * `stageAndPath` is the raw path, e.g. `/prod/pets/1`, without the query. Answers at once when the stage is known
   * and the token has been seen before.
   */
  handle(request: WireRequest, apiId: string, stageAndPath: string, address: GatewayAddress): Soon<WireResponse>
  /** A call under a custom domain name: its mappings say which API and stage it is for. `path` is the raw path. */
  handleDomain(request: WireRequest, host: string, path: string): Soon<WireResponse>
  /** For the control plane's `TestInvokeMethod`. */
  readonly testMethod: TestMethod
  /** For its `TestInvokeAuthorizer`. */
  readonly testAuthorizer: TestAuthorizer
}

export function createGateway(deps: GatewayDeps): Gateway {
  const { http, functions, signatures, logs, clock, random, logger, requests } = deps
  const throttling = { throttles: new Throttles(), accountLimits: deps.accountLimits }
  const shared = { http, functions, signatures, logs, ...throttling }
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

  const domains = deps.domains && new DomainDirectory(deps.domains)

  const handle: Gateway['handle'] = (request, apiId, stageAndPath, address) => {
    const known = apis.current(apiId)
    return known ? answer(known, request, stageAndPath, address) : answerUnknown(request, apiId, stageAndPath, address)
  }

  return {
    handle,
    handleDomain(request, host, path) {
      const known = domains?.current(host)
      if (known) return answerMapped(request, host, path, known)
      return (domains?.load(host) ?? Promise.resolve(undefined)).then((found) =>
        answerMapped(request, host, path, found),
      )
    },
    testMethod: (test) => testMethod(test, rest, runtime),
    testAuthorizer: (test) => testAuthorizer(test, rest, runtime),
  }

  /** That a path without a mapping is 403 is inferred. */
  function answerMapped(request: WireRequest, host: string, path: string, domain: CustomDomain | undefined) {
    const domainPrefix = host.slice(0, host.indexOf('.'))
    if (domain && isHealthCheck(path)) return healthy(request, { domainName: host, domainPrefix })
    const found = domain && findMapping(domain, path)
    if (found) {
      const { apiId, stageAndPath, mapping } = found
      const asked = mapping.lowersHeaders ? withLowerHeaders(request) : request
      return handle(asked, apiId, stageAndPath, { domainName: host, domainPrefix, mapping })
    }
    const reason = domain ? `no mapping of ${host} fits ${path}` : `there is no domain name ${host}`
    return forbidden(new Call(request, '-', path, { domainName: host, domainPrefix }, random), reason, runtime)
  }

  function answer(api: LiveApi, request: WireRequest, stageAndPath: string, address: GatewayAddress) {
    if (isHealthCheck(stageAndPath) && address.mapping === undefined) return healthy(request, address)
    return api.handle(request, stageAndPath, address)
  }

  function healthy(request: WireRequest, address: GatewayAddress) {
    return healthAnswer(new Call(request, '-', request.path, address, random))
  }

  async function answerUnknown(...[request, apiId, stageAndPath, address]: Parameters<Gateway['handle']>) {
    const found = await apis.load(apiId)
    if (found) return answer(found, request, stageAndPath, address)
    // AWS's name server does not know the host of an unknown API; here it is told apart in the log only.
    return forbidden(new Call(request, apiId, stageAndPath, address, random), `there is no API ${apiId}`, runtime)
  }
}

import type { Clock } from '../kernel/clock.ts'
import type { FunctionCaller } from '../kernel/functions.ts'
import type { Logger } from '../kernel/logger.ts'
import type { Random } from '../kernel/random.ts'
import type { SignatureVerifier } from '../kernel/signatures.ts'
import type { WireRequest, WireResponse } from '../kernel/wire.ts'
import type { HttpBackend } from './backends/http-backend.ts'
import { Call, type GatewayAddress } from './call.ts'
import { overLimit } from './limits.ts'
import type {
  ApiKeySource,
  ApiSource,
  GatewayLogs,
  TestAuthorizer,
  TestMethod,
  ThrottleLimits,
  TokenIssuerSource,
} from './ports.ts'
import { Reply } from './reply.ts'
import { ApiCache } from './rest/api-cache.ts'
import { VerdictCache } from './rest/authorizers/lambda/verdict-cache.ts'
import type { CompiledApi } from './rest/compile/api.ts'
import { Exchange } from './rest/exchange.ts'
import { serve } from './rest/pipeline.ts'
import type { Ports, Runtime } from './rest/runtime.ts'
import { testAuthorizer } from './rest/test-authorizer.ts'
import { testMethod } from './rest/test-method.ts'
import { Throttles } from './throttle/throttles.ts'
import { IssuerCache } from './tokens/issuer-cache.ts'
import { TokenCache } from './tokens/token-cache.ts'

export interface GatewayDeps {
  readonly apis: ApiSource
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
}

/** The data plane of REST APIs: `https://{apiId}.execute-api.{region}.amazonaws.com/{stage}/{path}`. */
export interface Gateway {
  /**
   * `stageAndPath` is the raw path, e.g. `/prod/pets/1`, without the query. Answers at once when the stage is known
   * and the token has been seen before.
   */
  handle(
    request: WireRequest,
    apiId: string,
    stageAndPath: string,
    address: GatewayAddress,
  ): WireResponse | Promise<WireResponse>
  /** For the control plane's `TestInvokeMethod`. */
  readonly testMethod: TestMethod
  /** For its `TestInvokeAuthorizer`. */
  readonly testAuthorizer: TestAuthorizer
}

export function createGateway(deps: GatewayDeps): Gateway {
  const { http, functions, signatures, logs, clock, random, logger } = deps
  const ports: Ports = {
    http,
    functions,
    signatures,
    logs,
    keys: deps.keys,
    throttles: new Throttles(),
    accountLimits: deps.accountLimits,
    issuers: new IssuerCache(deps.issuers),
    tokens: new TokenCache(),
    verdicts: new VerdictCache(),
  }
  const apis = new ApiCache(deps.apis, ports)
  const runtime: Runtime = { clock, random, logger }

  return {
    handle(request, apiId, stageAndPath, address) {
      const call = new Call(request, apiId, stageAndPath, address, random)
      const known = apis.current(apiId, call.stageName)
      return known ? answer(call, known) : answerUnknown(call)
    },
    testMethod: (test) => testMethod(test, ports, runtime),
    testAuthorizer: (test) => testAuthorizer(test, ports, runtime),
  }

  function answer(call: Call, api: CompiledApi): WireResponse | Promise<WireResponse> {
    const { region } = api.snapshot.place
    if (call.address.region !== undefined && call.address.region !== region) {
      return forbidden(call, `API ${call.apiId} is in ${region}, not in ${call.address.region}`)
    }
    if (api.snapshot.definition.disableExecuteApiEndpoint) {
      return forbidden(call, 'the execute-api endpoint of this API is disabled')
    }
    const refused = overLimit(call, api.limits)
    if (refused) return refused
    const exchange = new Exchange(call, api, runtime)
    const answer = serve(exchange)
    return api.log === undefined ? answer : api.log.follow(exchange, answer)
  }

  async function answerUnknown(call: Call): Promise<WireResponse> {
    const { apiId, stageName } = call
    const found = await apis.load(apiId, stageName)
    if (typeof found !== 'string') return answer(call, found)
    // AWS's name server does not know the host of an unknown API; here it is told apart in the log only.
    return forbidden(
      call,
      found === 'unknown-api' ? `there is no API ${apiId}` : `API ${apiId} has no stage '${stageName}'`,
    )
  }
}

/** Turned away before the API's own gateway responses apply (that they do not is inferred). */
function forbidden(call: Call, reason: string): WireResponse {
  return new Reply(403, 'ForbiddenException').send(call, '{"message":"Forbidden"}', `403: ${reason}`)
}

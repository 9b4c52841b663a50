import type { HttpBackend } from '../gateway/backends/http-backend.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { ThrottleLimits } from '../gateway/key-ports.ts'
import type { ExecuteApiHost, GatewayPlane, Planes } from '../http/planes.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Forwards } from '../kernel/forwards.ts'
import type { FunctionCaller } from '../kernel/functions.ts'
import { type Lazy, lazy } from '../kernel/lazy.ts'
import type { Logger } from '../kernel/logger.ts'
import type { Random } from '../kernel/random.ts'
import type { RequestKeeper } from '../kernel/request-trace.ts'
import type { SignatureVerifier } from '../kernel/signatures.ts'
import type { Soon } from '../kernel/soon.ts'
import type { WireRequest, WireResponse } from '../kernel/wire.ts'
import type { RequestQuotas } from '../quotas/request-quotas.ts'
import type { EnginePorts } from '../services/registry.ts'

export interface GatewayParts {
  readonly ports: EnginePorts
  /** Calls the backends of integrations. */
  readonly http: () => Promise<HttpBackend>
  readonly signatures: () => Promise<SignatureVerifier>
  readonly forwards: Forwards
  readonly accountLimits: ThrottleLimits | undefined
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly requests: RequestKeeper | undefined
}

/** One for calls and for the control plane's tests of methods. */
export function createLazyGateway({
  ports,
  http,
  signatures,
  forwards,
  accountLimits,
  clock,
  random,
  logger,
  requests,
}: GatewayParts): Lazy<Gateway> {
  return lazy(async () => {
    const [
      { createGateway },
      { apis, domains, keys },
      httpApis,
      { issuers },
      { judgeIdentity },
      { writer },
      backend,
      verifier,
    ] = await Promise.all([
      import('../gateway/gateway.ts'),
      ports.apiGateway(),
      ports.httpApis(),
      ports.cognito(),
      ports.iam(),
      ports.logs(),
      http(),
      signatures(),
    ])
    const functions = functionsOf(ports)
    const asked = { http: backend, functions, signatures: verifier, judgeIdentity, forwards, logs: writer }
    return createGateway({
      apis,
      domains,
      keys,
      httpApis,
      accountLimits,
      issuers,
      ...asked,
      clock,
      random,
      logger,
      requests,
    })
  })
}

export interface DataPlanesDeps {
  readonly ports: EnginePorts
  readonly gateway: Lazy<Gateway>
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly requests: RequestKeeper | undefined
  /** Undefined: nothing is counted. */
  readonly quotas: RequestQuotas | undefined
}

/** Tokens, calls, signals and responses. The engine of each is loaded with the first request for it: a start must not pay for it. */
export function createDataPlanes(deps: DataPlanesDeps): Omit<Planes, 'admin' | 'controlPlane'> {
  const { ports, gateway, clock, random, logger, requests, quotas } = deps
  return {
    oauth: loadedWhenAsked(async () => {
      const [{ createOAuthPlane }, { realms }] = await Promise.all([import('../oauth/index.ts'), ports.cognito()])
      return createOAuthPlane({ realms, clock, random, logger, requests, admitsToken: quotas?.admitsToken })
    }),
    issuerDocuments: loadedWhenAsked(async () => {
      const [{ createIssuerDocuments }, { documents }] = await Promise.all([
        import('../oauth/index.ts'),
        ports.cognito(),
      ])
      return createIssuerDocuments({ documents, random })
    }),
    gateway: loadedWhenAsked(async () => gatewayPlane((await gateway.get()).handle)),
    apiDomains: loadedWhenAsked(async () => (await gateway.get()).handleDomain),
    oversized: {
      gateway: loadedWhenAsked(async () => gatewayPlane((await gateway.get()).oversized.handle)),
      apiDomains: loadedWhenAsked(async () => (await gateway.get()).oversized.handleDomain),
    },
    waitConditions: loadedWhenAsked(async () => (await ports.cloudFormation()).waitConditions),
    customResources: loadedWhenAsked(async () => (await ports.cloudFormation()).customResources),
    functionCode: loadedWhenAsked(async () => (await ports.lambda()).downloads),
    functionUrls: loadedWhenAsked(async () => (await ports.lambda()).urls),
  }
}

/** Lambda is loaded with the first function that an API calls. */
function functionsOf({ lambda }: Pick<EnginePorts, 'lambda'>): FunctionCaller {
  const functions = lazy(async () => (await lambda()).functions)
  return {
    invoke: (call) => functions.now?.invoke(call) ?? functions.get().then((caller) => caller.invoke(call)),
    enqueue: async (event) => (await functions.get()).enqueue(event),
    settled: async (...event) => (await functions.get()).settled(...event),
  }
}

type Plane<Args extends unknown[]> = (...args: Args) => Soon<WireResponse>

function loadedWhenAsked<Args extends unknown[]>(load: () => Promise<Plane<Args>>): Plane<Args> {
  const plane = lazy(load)
  return (...args) => (plane.now ? plane.now(...args) : plane.get().then((loaded) => loaded(...args)))
}

/** In the path form there is no name of AWS's: templates see the one that the client used. */
function gatewayPlane(handle: Gateway['handle']): GatewayPlane {
  return (request, apiId, stageAndPath, host) => handle(request, apiId, stageAndPath, addressOf(request, apiId, host))
}

function addressOf({ host }: WireRequest, apiId: string, { form, region }: ExecuteApiHost) {
  return { domainName: host, domainPrefix: form === 'host' ? host.slice(0, host.indexOf('.')) : apiId, region }
}

import { authorizerTestLog } from '../logs/execution-log.ts'
import type { Runtime } from '../runtime.ts'
import type { AuthorizerTest, AuthorizerTestResult } from '../test-ports.ts'
import { authorizerTestOf } from './authorizers/index.ts'
import { CompiledApi } from './compile/api.ts'
import { closedOnFailure } from './compile/method.ts'
import type { MatchedRoute } from './compile/routes.ts'
import type { ApiDefinition, MethodDefinition } from './definition.ts'
import { Exchange } from './exchange.ts'
import { serve } from './pipeline.ts'
import type { Ports } from './runtime.ts'
import { TestCall, testSnapshot } from './test-call.ts'
import { claimsMap } from './variables/claims.ts'

/** As the ARN of a method names it; an event's `requestContext` has the name that methods are tested under (observed). */
const STAGE = 'ESTestInvoke-stage'
/** Of the call that a test makes up (observed). */
const RESOURCE_ID = 'test-invoke-resource-id'
const HTTP_METHOD = 'GET'
const PATH = '/'

/** The authorizer as it is now, of no method and no deployment. The function is asked every time. */
export async function testAuthorizer(
  test: AuthorizerTest,
  ports: Ports,
  runtime: Runtime,
): Promise<AuthorizerTestResult> {
  const { authorizerId } = test
  const method = methodOf(authorizerId)
  const definition = withMethodEverywhere(test.definition, method)
  const snapshot = testSnapshot({ ...test, definition }, STAGE)
  const api = new CompiledApi(snapshot, ports)
  const exchange = new Exchange(new TestCall(test, HTTP_METHOD, PATH, runtime.random), api, runtime)
  const { route, pathParameters } = routeOf(exchange, method)
  exchange.pathParameters = pathParameters
  exchange.method = api.method(route)
  for (const [name, value] of Object.entries(test.context)) exchange.context.set(name, value)

  const authorizer = definition.authorizers[authorizerId]
  if (!authorizer) throw new Error(`API ${definition.apiId} has no authorizer ${authorizerId}`)
  const authorize = closedOnFailure(() => authorizerTestOf(authorizer, snapshot, ports))
  const response = await serve(exchange, [authorize, known])
  const endedAt = runtime.clock.now()
  return {
    clientStatus: exchange.failure ? response.status : 0,
    ...identityOf(exchange),
    log: authorizerTestLog(exchange, endedAt),
    latencyMs: endedAt - exchange.startedAt,
  }
}

/** Nobody gets this answer. */
function known(exchange: Exchange): void {
  exchange.response = { status: 200, headers: [], body: '' }
}

/** A path gives path parameters as its resource says, whatever methods that has (inferred). */
function withMethodEverywhere(definition: ApiDefinition, method: MethodDefinition): ApiDefinition {
  const methods = { [HTTP_METHOD]: method }
  const resources = definition.resources.map(({ path }) => ({ id: RESOURCE_ID, path, methods }))
  return { ...definition, resources }
}

function methodOf(authorizerId: string): MethodDefinition {
  return {
    httpMethod: HTTP_METHOD,
    authorizationType: 'NONE',
    authorizerId,
    apiKeyRequired: false,
    methodResponses: {},
  }
}

/** A path that no resource has stands for itself (inferred). */
function routeOf({ api, call }: Exchange, definition: MethodDefinition): MatchedRoute {
  const resource = { id: RESOURCE_ID, path: call.path, methods: {} }
  return api.findRoute(HTTP_METHOD, call.path) ?? { route: { resource, definition }, pathParameters: [] }
}

function identityOf({ token, verdict }: Exchange): Partial<AuthorizerTestResult> {
  if (token) {
    const claims = [...claimsMap(token.claims)].map(([name, value]) => [String(name), String(value)])
    return { claims: Object.fromEntries(claims) }
  }
  if (!verdict) return {}
  const { context, policyDocument, principalId } = verdict
  return { principalId, policy: JSON.stringify(policyDocument), context }
}

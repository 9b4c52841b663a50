import type { Random } from '../../kernel/random.ts'
import type { HeaderList, WireBody, WireRequest } from '../../kernel/wire.ts'
import { Call } from '../call.ts'
import { ADDED, testLog } from '../logs/execution-log.ts'
import type { MethodTest, MethodTestResult, StageLogSettings, StageSnapshot } from '../ports.ts'
import { CompiledApi } from './compile/api.ts'
import { RouteTable } from './compile/routes.ts'
import { Exchange, type PathParameters } from './exchange.ts'
import { serve, TEST_STEPS } from './pipeline.ts'
import type { Ports, Runtime } from './runtime.ts'

/** What a backend sees in place of a stage and of a client (observed in events of functions that were tested). */
const STAGE = 'test-invoke-stage'
const SOURCE_IP = 'test-invoke-source-ip'
const ADDRESS = { domainName: 'testPrefix.testDomainName', domainPrefix: 'testPrefix' }

/** All is noted, as for a stage that logs all; yet it is the caller who gets it. */
const LOGS: StageLogSettings = { execution: { '*': { level: 'INFO', dataTrace: true } } }

/** Whoever may test a method may call it: no authorizer, API key or resource policy is asked (documented). */
export async function testMethod(test: MethodTest, ports: Ports, runtime: Runtime): Promise<MethodTestResult> {
  const { resource, method } = test
  const api = new CompiledApi(snapshotOf(test), ports)
  const exchange = new Exchange(new TestCall(test, runtime.random), api, runtime)
  exchange.pathParameters = pathParametersOf(test, exchange.call.path)
  exchange.method = api.method({ resource, definition: method })

  const response = await serve(exchange, TEST_STEPS)
  const body = await whole(response.body)
  const endedAt = runtime.clock.now()
  const log = testLog({ exchange, response: { ...response, body }, endedAt, length: body.length })
  return {
    status: response.status,
    headers: shownHeaders(response.headers, exchange),
    body: body.toString(),
    log,
    latencyMs: endedAt - exchange.startedAt,
  }
}

function snapshotOf({ place, definition, variables }: MethodTest): StageSnapshot {
  const { apiId } = definition
  const live = { authorizersEpoch: '', version: '' }
  return { place, apiId, stageName: STAGE, deploymentId: '', variables, definition, logs: LOGS, ...live }
}

/** A call that nobody sent. Its path has no stage, in `$context.path` either (observed). */
class TestCall extends Call {
  override readonly fullPath: string

  constructor(test: MethodTest, random: Random) {
    const request = requestOf(test)
    super(request, test.definition.apiId, `/${STAGE}${request.path}`, ADDRESS, random)
    this.fullPath = request.path
  }
}

/** Without a path the resource's own stands for it, names of variables included (recorded). */
function requestOf({ resource, httpMethod, pathWithQueryString, headers, body, origin }: MethodTest): WireRequest {
  const given = pathWithQueryString || resource.path
  const [path = '', ...query] = given.split('?')
  const byName = new Map<string, string>()
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    const before = byName.get(key)
    byName.set(key, before === undefined ? value : `${before}, ${value}`)
  }
  return {
    method: httpMethod,
    path: path.startsWith('/') ? path : `/${path}`,
    query: query.join('?'),
    headers: Object.fromEntries(byName),
    rawHeaders: headers.flat(),
    host: ADDRESS.domainName,
    body: Buffer.from(body),
    remoteAddress: SOURCE_IP,
    signal: new AbortController().signal,
    scheme: 'https',
    origin,
  }
}

/** A path that is not one of the resource's is taken all the same, and gives no parameters (recorded). */
function pathParametersOf({ definition, resource, method }: MethodTest, path: string): PathParameters {
  const alone = new RouteTable({ ...definition, resources: [{ ...resource, methods: { GET: method } }] })
  return alone.find('GET', path)?.pathParameters ?? []
}

/** A failure shows no type of content, unless the API has its own response for it (the former is recorded). */
function shownHeaders(headers: HeaderList, { api, failure }: Exchange): HeaderList {
  const isBuiltIn = failure !== undefined && api.gatewayResponses.find(failure.type) === undefined
  return headers.filter(([name]) => {
    const key = name.toLowerCase()
    return !ADDED.has(key) && !(isBuiltIn && key === 'content-type')
  })
}

async function whole(body: WireBody): Promise<Buffer> {
  if (typeof body === 'string') return Buffer.from(body)
  if (Buffer.isBuffer(body)) return body
  const parts: Uint8Array[] = []
  for await (const part of body) parts.push(part)
  return Buffer.concat(parts)
}

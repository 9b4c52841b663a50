import { type HeaderList, SourceFailure, type WireBody } from '../../kernel/wire.ts'
import { testLog } from '../logs/execution-log.ts'
import { ADDED } from '../logs/failure-lines.ts'
import type { Runtime } from '../runtime.ts'
import type { MethodTest, MethodTestResult } from '../test-ports.ts'
import { CompiledApi } from './compile/api.ts'
import { RouteTable } from './compile/routes.ts'
import { Exchange, type PathParameters } from './exchange.ts'
import { serve, TEST_STEPS } from './pipeline.ts'
import type { Ports } from './runtime.ts'
import { TEST_STAGE, TestCall, testSnapshot } from './test-call.ts'

/** Whoever may test a method may call it: no authorizer, API key or resource policy is asked (documented). */
export async function testMethod(test: MethodTest, ports: Ports, runtime: Runtime): Promise<MethodTestResult> {
  const { httpMethod, resource, method } = test
  const api = new CompiledApi({ ...testSnapshot(test, TEST_STAGE), clientIdentity: test.clientIdentity }, ports)
  // Without a path the resource's own stands for it, names of variables included (recorded).
  const exchange = new Exchange(new TestCall(test, httpMethod, resource.path, runtime.random), api, runtime)
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
  try {
    for await (const part of body) parts.push(part)
  } catch (error) {
    // What a client would have got before its connection broke off.
    if (!(error instanceof SourceFailure)) throw error
  }
  return Buffer.concat(parts)
}

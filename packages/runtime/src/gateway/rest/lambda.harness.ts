import { type FunctionAnswer, type FunctionCall, type FunctionCaller, FunctionRefusal } from '../../kernel/functions.ts'
import type { HttpBackend } from '../backends/http-backend.ts'
import type { ApiDefinition, IntegrationDefinition, MethodDefinition } from './definition.ts'
import { api, type Call, method, mock, startGateway } from './gateway.harness.ts'

/** Functions in memory, and APIs that call them. */

export const FUNCTION = 'arn:aws:lambda:eu-west-1:000000000000:function:f'

export function uriOf(functionArn: string): string {
  return `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`
}

export function proxied(overrides: Partial<IntegrationDefinition> = {}): IntegrationDefinition {
  const plain = { requestTemplates: undefined, integrationResponses: {} }
  return mock({ type: 'AWS_PROXY', httpMethod: 'POST', uri: uriOf(FUNCTION), ...plain, ...overrides })
}

export function custom(overrides: Partial<IntegrationDefinition> = {}): IntegrationDefinition {
  return mock({ type: 'AWS', httpMethod: 'POST', uri: uriOf(FUNCTION), requestTemplates: undefined, ...overrides })
}

/** What a function makes of its event. Throwing a {@link FunctionRefusal} is the platform's own answer. */
export type Handler = (event: unknown, call: FunctionCall) => unknown

/** A function that failed, as its runtime says it. */
export class Failed {
  readonly error: object

  constructor(error: object) {
    this.error = error
  }
}

export function functionsWith(handler: Handler) {
  const calls: FunctionCall[] = []
  const events: Parameters<FunctionCaller['enqueue']>[0][] = []
  const caller: FunctionCaller = {
    async invoke(call) {
      calls.push(call)
      const result = await handler(JSON.parse(call.payload.toString()), call)
      const answer = { requestId: 'invoked', executedVersion: '$LATEST', error: result instanceof Failed }
      if (isStream(result)) return { ...answer, ...result }
      const value = result instanceof Failed ? result.error : result
      return { ...answer, payload: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value ?? null)) }
    },
    async enqueue(event) {
      events.push(event)
    },
    settled: async () => undefined,
  }
  return { caller, calls, events }
}

type Streamed = Pick<FunctionAnswer, 'contentType'> & { readonly payload: AsyncIterable<Uint8Array> }

function isStream(value: unknown): value is Streamed {
  return typeof value === 'object' && value !== null && 'payload' in value
}

export interface Serving {
  readonly definition?: Partial<ApiDefinition>
  readonly method?: Partial<MethodDefinition>
  readonly variables?: Record<string, string>
  readonly http?: HttpBackend
}

/** `ANY` at `/`, `/x`, `/pets/{id}` and `/y/{proxy+}`, all on one function. */
export function servingFunction(integration: IntegrationDefinition, handler: Handler, more: Serving = {}) {
  const functions = functionsWith(handler)
  const any = { ANY: method({ httpMethod: 'ANY', integration, ...more.method }) }
  const resources = { '/': any, '/x': any, '/pets/{id}': any, '/y/{proxy+}': any }
  const definition = api(resources, more.definition)
  const gateway = startGateway(definition, more.variables, more.http, undefined, functions.caller)
  return { ...gateway, calls: functions.calls, events: functions.events }
}

/** The event that a call gives a proxied function. */
export async function eventOf(path: string, call: Call = {}, more: Serving = {}) {
  const { call: send, calls } = servingFunction(proxied(), () => ({ statusCode: 200 }), more)
  await send(path, call)
  const [called] = calls
  if (!called) throw new Error('the function was not called')
  return JSON.parse(called.payload.toString()) as Record<string, unknown> & { requestContext: Record<string, unknown> }
}

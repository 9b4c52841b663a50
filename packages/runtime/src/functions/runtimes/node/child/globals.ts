import { HIGH_WATER_MARK, STREAMING } from './handler.ts'
import { withPrelude } from './response-stream.ts'

const REQUEST_ID = Symbol.for('_AWS_LAMBDA_REQUEST_ID')
const TRACE_ID = Symbol.for('_AWS_LAMBDA_X_RAY_TRACE_ID')
const TENANT_ID = Symbol.for('_AWS_LAMBDA_TENANT_ID')
const PROTECTED: readonly (string | symbol)[] = [REQUEST_ID, TRACE_ID, TENANT_ID]

type Values = Record<string | symbol, unknown>
let current: Values | undefined

/**
 * `awslambda`, which functions use without importing it. The fourth generation has a store for the length of an
 * invocation in it, whose interface is that of the package `@aws/lambda-invoke-store`.
 */
export function provideGlobals(unknownRequestId: string | undefined): void {
  if (['1', 'true'].includes(process.env.AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA ?? '')) return
  const awslambda = {
    ...(unknownRequestId !== undefined && { InvokeStore: storeOf(unknownRequestId) }),
    streamifyResponse(handler: Values, options?: { highWaterMark?: unknown }) {
      handler[STREAMING] = 'response'
      const mark = options?.highWaterMark
      if (typeof mark === 'number') handler[HIGH_WATER_MARK] = Math.trunc(mark)
      return handler
    },
    HttpResponseStream: { from: withPrelude },
  }
  Object.assign(globalThis, { awslambda })
}

/** Runs an invocation with a store of its own. */
export function storesFor(requestId: string, traceId: string | undefined): void {
  current = { [REQUEST_ID]: requestId, [TRACE_ID]: traceId }
}

function storeOf(unknownRequestId: string) {
  const get = (key: string | symbol) => current?.[key]
  return {
    getContext: () => current,
    hasContext: () => current !== undefined,
    get,
    set(key: string | symbol, value: unknown) {
      if (PROTECTED.includes(key)) throw new Error(`Cannot modify protected Lambda context field: ${String(key)}`)
      current = Object.assign(current ?? {}, { [key]: value })
    },
    isProtectedKey: (key: string | symbol) => PROTECTED.includes(key),
    getRequestId: () => get(REQUEST_ID) ?? unknownRequestId,
    getXRayTraceId: () => get(TRACE_ID),
    getTenantId: () => get(TENANT_ID),
    run<T>(values: Values, work: () => T): T {
      current = values
      return work()
    },
  }
}

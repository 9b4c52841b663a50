import type { JsonObject, JsonValue } from '../../../../kernel/json.ts'
import { own } from '../../../../kernel/own.ts'
import type { Caller } from '../caller.ts'
import type { Verdict } from './answer.ts'

/** Somebody whom a function has let in. */
export class LambdaCaller implements Caller {
  readonly #verdict: Verdict
  readonly #latencyMs: number

  /** `latencyMs`: of the function; 0 where its answer was remembered. */
  constructor(verdict: Verdict, latencyMs: number) {
    this.#verdict = verdict
    this.#latencyMs = latencyMs
  }

  /** Types are kept (documented: http-api-lambda-authorizer); without a context it is null (inferred). */
  event2(): JsonObject {
    return { lambda: this.#verdict.context ?? null }
  }

  event1(): JsonObject {
    const { context, principalId } = this.#verdict
    return { ...context, ...(principalId !== undefined && { principalId }), integrationLatency: this.#latencyMs }
  }

  variable(name: string): JsonValue | undefined {
    const { context = {}, principalId } = this.#verdict
    return name === 'principalId' ? principalId : own(context, name)
  }
}

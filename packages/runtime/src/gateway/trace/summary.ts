import type { JsonObject } from '../../kernel/json.ts'
import type { RequestSummary } from '../../kernel/request-trace.ts'
import { clientIn } from '../tokens/client-in.ts'

/** A call that has been answered, of an API of either kind. */
interface AnsweredCall {
  readonly requestId: string
  readonly path: string
  readonly status: number
  readonly startedAt: number
  readonly endedAt: number
  readonly token: { readonly claims: JsonObject } | undefined
}

/** Where it came in. */
interface Entrance {
  readonly apiId: string
  readonly stageName: string
  readonly method: string
}

type Refusal = Pick<RequestSummary, 'refusal' | 'endedIn'>

/** A call in brief. */
export function summaryOf(
  call: AnsweredCall,
  { apiId, stageName, method }: Entrance,
  refusal?: Refusal,
): RequestSummary {
  const client = call.token && clientIn(call.token.claims)
  return {
    requestId: call.requestId,
    plane: 'execute-api',
    api: apiId,
    stage: stageName,
    method,
    path: call.path,
    status: call.status,
    startedAt: new Date(call.startedAt).toISOString(),
    durationMs: call.endedAt - call.startedAt,
    ...(client !== undefined && { client }),
    ...refusal,
  }
}

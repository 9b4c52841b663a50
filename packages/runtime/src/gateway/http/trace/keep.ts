import type { RequestKeeper } from '../../../kernel/request-trace.ts'
import type { Soon } from '../../../kernel/soon.ts'
import type { WireResponse } from '../../../kernel/wire.ts'
import type { HttpExchange } from '../exchange.ts'
import { stepOf } from './describe.ts'
import { KeptHttpCall } from './kept-http-call.ts'

/** Gives the answer on; what led to it is kept, if this server keeps any. */
export function keepCall(exchange: HttpExchange, answer: Soon<WireResponse>): Soon<WireResponse> {
  const { requests } = exchange.runtime
  if (!requests) return answer
  return answer instanceof Promise
    ? answer.then((response) => keep(exchange, response, requests))
    : keep(exchange, answer, requests)
}

function keep(exchange: HttpExchange, response: WireResponse, requests: RequestKeeper): WireResponse {
  const { metrics } = requests
  if (metrics) {
    const { failure, stage, startedAt } = exchange
    const { apiId, stageName } = stage.snapshot
    const reason = failure && stepOf(exchange.failedIn)
    metrics.called(apiId, stageName, response.status, startedAt, reason)
  }
  if (requests.wants(response.status, exchange.startedAt)) {
    requests.keep(new KeptHttpCall(exchange, response, requests.keepsBodies))
  }
  return response
}

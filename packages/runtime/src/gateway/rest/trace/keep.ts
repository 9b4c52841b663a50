import type { RequestKeeper } from '../../../kernel/request-trace.ts'
import type { Soon } from '../../../kernel/soon.ts'
import type { WireResponse } from '../../../kernel/wire.ts'
import type { Call } from '../../call.ts'
import type { Runtime } from '../../runtime.ts'
import { KeptRefusal } from '../../trace/kept-refusal.ts'
import type { Exchange } from '../exchange.ts'
import { KeptCall } from './kept-call.ts'

/** Gives the answer on; what led to it is kept, if this server keeps any. */
export function keepCall(exchange: Exchange, answer: Soon<WireResponse>): Soon<WireResponse> {
  const { requests } = exchange.runtime
  if (!requests) return answer
  return answer instanceof Promise
    ? answer.then((response) => keep(exchange, response, requests))
    : keep(exchange, answer, requests)
}

function keep(exchange: Exchange, response: WireResponse, requests: RequestKeeper): WireResponse {
  if (requests.wants(response.status, exchange.startedAt)) {
    requests.keep(new KeptCall(exchange, response, requests.keepsBodies))
  }
  return response
}

/** The same of a call that was turned away before any method was looked for. */
export function keepRefusal(call: Call, response: WireResponse, { clock, requests }: Runtime): WireResponse {
  requests?.keep(new KeptRefusal(call, response, clock.now()))
  return response
}

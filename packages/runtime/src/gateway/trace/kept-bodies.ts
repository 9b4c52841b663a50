import type { RequestTrace } from '../../kernel/request-trace.ts'
import type { WireBody } from '../../kernel/wire.ts'

/** What a call and its answer held, where this server keeps that; of an answer that streams it keeps nothing. */
export interface KeptBodies {
  readonly request: Buffer
  readonly response: string | Buffer
}

export function keptBodies(request: Buffer, response: WireBody): KeptBodies {
  return { request, response: typeof response === 'string' || Buffer.isBuffer(response) ? response : '' }
}

export function shownBodies(bodies: KeptBodies | undefined): Pick<RequestTrace, 'bodies'> {
  return bodies ? { bodies: { request: String(bodies.request), response: String(bodies.response) } } : {}
}

import type { BodyLimit, WireRequest, WireResponse } from '../kernel/wire.ts'
import { plainReply } from './plain-reply.ts'

/** What the head of a request decides: an answer at once, or how much of its body is read. */
export type Admission = WireResponse | BodyLimit
export type Admit = (head: WireRequest) => Admission

export function isAnswer(admission: Admission): admission is WireResponse {
  return 'status' in admission
}

export function limitedTo(maxBytes: number): BodyLimit {
  const refusal = plainReply(413, `A body of more than ${maxBytes} bytes is not taken.\n`)
  return { maxBytes, refuse: () => refusal }
}

/** Signals, offsets, nothing at all. */
export const ADMIN_LIMIT = limitedTo(64 * 1024)
/** The endpoints refuse what is more than a form themselves, as AWS's do; this is what they get to see of it. */
export const OAUTH_LIMIT = limitedTo(1024 * 1024)

/** Documented (api-gateway-execution-service-limits-table). */
const GATEWAY_BYTES = 10_485_760

/** The text is observed, as `gateway/limits.ts` says. */
export const GATEWAY_LIMIT: BodyLimit = {
  maxBytes: GATEWAY_BYTES,
  refuse: () => ({
    status: 413,
    headers: [['Content-Type', 'text/plain']],
    body: `HTTP content length exceeded ${GATEWAY_BYTES} bytes.`,
    note: { plane: 'execute-api', requestId: '-', reason: '413: the body is too large' },
  }),
}

/** What all requests hold together is bounded; SDKs ask again a little later. */
export const NO_ROOM = plainReply(503, 'Too many large bodies are being received at once; try again.\n')

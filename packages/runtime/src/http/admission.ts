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
/** A call with its body, as JSON. */
export const TRIED_CALL_LIMIT = limitedTo(2 * 1024 * 1024)
/**
 * Of a custom resource's response. What has more than 4096 bytes is taken as S3 takes it, and fails its resource: who is
 * refused here would be waited for until the time is up.
 */
export const CUSTOM_RESOURCE_LIMIT: BodyLimit = {
  maxBytes: 16 * 1024 * 1024,
  refuse: () => ({
    status: 400,
    headers: [['Content-Type', 'application/xml']],
    body:
      '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>EntityTooLarge</Code>' +
      '<Message>Your proposed upload exceeds the maximum allowed size</Message></Error>',
  }),
}

/** More than any form of parameters; what the endpoints themselves say to a form that is too large. */
export const OAUTH_LIMIT: BodyLimit = {
  maxBytes: 64 * 1024,
  refuse: () => ({
    status: 400,
    headers: [['Content-Type', 'application/json;charset=UTF-8']],
    body: '{"error":"invalid_request"}',
    note: { plane: 'oauth', requestId: '-', reason: 'the body is too large' },
  }),
}

/** Documented (api-gateway-execution-service-limits-table). */
const GATEWAY_BYTES = 10_485_760

/** What the API says to a larger body depends on its kind, which only the gateway knows. */
export function gatewayLimit(refuse: BodyLimit['refuse']): BodyLimit {
  return { maxBytes: GATEWAY_BYTES, refuse }
}

/** Documented of what a function takes (gettingstarted-limits); the answer is `services/lambda/urls/refusals.ts`'s. */
export const FUNCTION_URL_LIMIT: BodyLimit = {
  maxBytes: 6_291_456,
  refuse: () => ({
    status: 413,
    headers: [
      ['Content-Type', 'application/json'],
      ['x-amzn-ErrorType', 'RequestEntityTooLargeException'],
    ],
    body: '{"Message":"Request Entity Too Large"}',
    note: { plane: 'lambda-url', requestId: '-', reason: '413: the body is too large' },
  }),
}

/** What all requests hold together is bounded; SDKs ask again a little later. */
export const NO_ROOM = plainReply(503, 'Too many large bodies are being received at once; try again.\n')

import type { KeptRequest, RequestKeeper, RequestSummary, RequestTrace } from '../../kernel/request-trace.ts'
import type { WireRequest, WireResponse } from '../../kernel/wire.ts'
import type { OAuthClient } from '../ports.ts'
import type { Asked, Reply } from '../reply.ts'
import { describe, summarize } from './describe.ts'

interface Answered {
  readonly reply: Reply
  readonly wire: WireRequest
  readonly response: WireResponse
  /** What was thrown, if it was refused. */
  readonly error: unknown
  readonly startedAt: number
  readonly endedAt: number
}

const OWN_BYTES = 1024

/** What is kept of a request to a user pool's domain: no secret, and neither form nor token unless bodies are kept. */
export class KeptTokenRequest implements KeptRequest {
  readonly bytes: number
  readonly requestId: string
  readonly asked: Asked
  /** Whether there was an `Authorization` header. */
  readonly hasHeader: boolean
  readonly grantType: string | undefined
  readonly client: OAuthClient | undefined
  readonly scope: string | undefined
  readonly error: unknown
  /** Of an answer that no error led to. */
  readonly reason: string | undefined
  readonly status: number
  readonly startedAt: number
  readonly endedAt: number
  readonly bodies: { readonly request: Buffer; readonly response: string } | undefined

  constructor(
    { reply, wire, response, error, startedAt, endedAt }: Answered,
    { keepsBodies }: Pick<RequestKeeper, 'keepsBodies'>,
  ) {
    const { body, note, status } = response
    this.requestId = reply.requestId
    this.asked = reply.asked
    this.hasHeader = wire.headers.authorization !== undefined
    this.grantType = reply.grantType
    this.client = reply.client
    this.scope = reply.scope
    this.error = error
    this.reason = note?.reason
    this.status = status
    this.startedAt = startedAt
    this.endedAt = endedAt
    let bytes = OWN_BYTES + 2 * (reply.scope?.length ?? 0)
    if (keepsBodies) {
      this.bodies = { request: wire.body, response: typeof body === 'string' ? body : '' }
      bytes += wire.body.length + 2 * this.bodies.response.length
    }
    this.bytes = bytes
  }

  summary(): RequestSummary {
    return summarize(this)
  }

  trace(): RequestTrace {
    return describe(this)
  }
}

import type { Soon } from '../../../kernel/soon.ts'
import type { WireRequest, WireResponse } from '../../../kernel/wire.ts'
import type { Call } from '../../call.ts'
import { MAX_BODY_BYTES, refusal } from '../../limits.ts'
import { Reply } from '../../reply.ts'
import { builtInBody, GATEWAY_RESPONSES } from '../gateway-response-types.ts'
import { decodedRequest, type Undecoded } from './decoded-request.ts'

/** As many as the thread pool takes; the others wait. */
const MAX_AT_ONCE = 4
/** What all calls hold together of bodies that were inflated: a kilobyte can become a megabyte. */
const MAX_HELD_BYTES = 256 * 1024 * 1024

/** Undoes what bodies of requests were compressed with, and bounds what comes of it for all calls together. */
export class Inflation {
  readonly #maxHeldBytes: number
  readonly #waiting: (() => void)[] = []
  #running = 0
  #heldBytes = 0

  constructor(maxHeldBytes = MAX_HELD_BYTES) {
    this.#maxHeldBytes = maxHeldBytes
  }

  /** Has the call answered as what it means; or refuses it, before anything of the API is asked (documented: same as below). */
  async answer(
    call: Call,
    answer: () => Soon<WireResponse>,
    refused: (response: WireResponse) => WireResponse,
  ): Promise<WireResponse> {
    const decoded = await this.#inTurn(() => decodedRequest(call.request))
    if (typeof decoded === 'string') return refused(refusalOf(call, decoded))
    const { length } = decoded.body
    if (this.#heldBytes + length > this.#maxHeldBytes) return refused(refusal(call, NO_ROOM))
    this.#heldBytes += length
    call.decoded(decoded)
    try {
      return await answer()
    } finally {
      this.#heldBytes -= length
    }
  }

  async #inTurn(decode: () => Promise<WireRequest | Undecoded>): Promise<WireRequest | Undecoded> {
    if (this.#running < MAX_AT_ONCE) this.#running++
    else await new Promise<void>((begin) => this.#waiting.push(begin))
    try {
      return await decode()
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running--
    }
  }
}

const NO_ROOM = { status: 503, text: 'Too many compressed bodies are being received at once; try again.' }

/**
 * 415 for a coding that is not supported, or is not what it says (documented: api-gateway-make-request-with-compressed-
 * payload). What it looks like, and that an API's own gateway response does not take its place, is inferred: it may come
 * before API and stage are known.
 */
function refusalOf(call: Call, why: Undecoded): WireResponse {
  if (why === 'too-large') {
    return refusal(call, { status: 413, text: `HTTP content length exceeded ${MAX_BODY_BYTES} bytes.` })
  }
  const { UNSUPPORTED_MEDIA_TYPE: defaults } = GATEWAY_RESPONSES
  const coding = call.headers['content-encoding'] ?? ''
  const reason = `${defaults.status}: the body is not ${coding.slice(0, 100)} as gzip or deflate can be`
  return new Reply(defaults.status, defaults.errorType).send(call, builtInBody(defaults), reason)
}

import type { WireResponse } from '../../kernel/wire.ts'
import type { Exchange } from '../rest/exchange.ts'

/** A call and its answer, as logs tell of them. */
export interface Answered {
  readonly exchange: Exchange
  readonly response: WireResponse
  /** When the answer was complete. */
  readonly endedAt: number
  /** Bytes of the answer's body that were sent. */
  readonly length: number
}

import type { Soon } from '../kernel/soon.ts'
import type { WireResponse } from '../kernel/wire.ts'

/** A part of the documented way of a call. It may wait, but on the usual path it does not. */
export type Step<E> = (exchange: E) => void | Promise<void>

interface Answering {
  /** Set by the last step. */
  readonly response: WireResponse
}

/** Takes the steps one after the other; `failed` answers whatever goes wrong, and in which step. A promise only if a step has to wait. */
export function takeSteps<E extends Answering>(
  exchange: E,
  steps: readonly Step<E>[],
  failed: (exchange: E, error: unknown, step: Step<E> | undefined) => WireResponse,
): Soon<WireResponse> {
  let i = 0
  try {
    for (; i < steps.length; i++) {
      const pending = steps[i]?.(exchange)
      if (pending) return takeRest(exchange, steps, failed, pending, i + 1)
    }
    return exchange.response
  } catch (error) {
    return failed(exchange, error, steps[i])
  }
}

async function takeRest<E extends Answering>(
  exchange: E,
  steps: readonly Step<E>[],
  failed: (exchange: E, error: unknown, step: Step<E> | undefined) => WireResponse,
  pending: Promise<void>,
  from: number,
): Promise<WireResponse> {
  let i = from - 1
  try {
    await pending
    for (i = from; i < steps.length; i++) {
      const next = steps[i]?.(exchange)
      if (next) await next
    }
    return exchange.response
  } catch (error) {
    return failed(exchange, error, steps[i])
  }
}

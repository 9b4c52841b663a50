import type { Logger } from '../kernel/logger.ts'
import { type BodyLimit, SourceFailure, type WireHandler, type WireRequest, type WireResponse } from '../kernel/wire.ts'
import type { Admission, Admit } from './admission.ts'
import { plainReply } from './plain-reply.ts'

/** The handler, and what becomes of its mistakes. */
export interface Responder {
  /** The handler's answer, or that of a bug of ours. Never throws, never rejects. */
  respond(request: WireRequest): WireResponse | Promise<WireResponse>
  /** What the head of a request decides. Never throws. */
  admission(admit: Admit, head: WireRequest): Admission
  /** What is answered to a body that is too large. Never throws, never rejects. */
  refusal(limit: BodyLimit, head: WireRequest): Promise<WireResponse>
  /** Notes a bug, and gives the answer to it. */
  ourMistake(error: unknown): WireResponse
  /** Notes why an answer ended in the middle. */
  brokenOff(error: unknown): void
}

export function createResponder(handler: WireHandler, logger: Logger): Responder {
  function ourMistake(error: unknown): WireResponse {
    logger.log('error', 'a request ended in a bug of ours', {
      error: error instanceof Error ? error.stack : String(error),
    })
    return plainReply(500, 'Sallyport made a mistake; its log says more.\n')
  }
  return {
    respond(request) {
      try {
        const result = handler(request)
        return result instanceof Promise ? result.catch(ourMistake) : result
      } catch (error) {
        return ourMistake(error)
      }
    },
    admission(admit, head) {
      try {
        return admit(head)
      } catch (error) {
        return ourMistake(error)
      }
    },
    async refusal(limit, head) {
      try {
        return await limit.refuse(head)
      } catch (error) {
        return ourMistake(error)
      }
    },
    ourMistake,
    brokenOff(error) {
      if (error instanceof SourceFailure) logger.log('warn', 'an answer was broken off', { error: error.message })
      else ourMistake(error)
    },
  }
}

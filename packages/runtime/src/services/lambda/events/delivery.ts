import type { Clock } from '../../../kernel/clock.ts'
import { FunctionRefusal } from '../../../kernel/functions.ts'
import { isJsonObject } from '../../../kernel/json.ts'
import type { Logger } from '../../../kernel/logger.ts'
import type { FunctionDirectory } from '../invoke/function-directory.ts'
import type { EventSettings } from '../invoke/live-function.ts'
import type { Ran, Runner } from '../invoke/runner.ts'
import { parseFunctionArn } from '../names.ts'
import { type Ended, jsonOf, payloadOf } from './destination-record.ts'
import type { EventRecord } from './event-records.ts'

/** How an attempt at an event has ended. */
export type Attempt =
  /** To be tried again: after a failure, or because too many run. */
  | { readonly kind: 'failed' }
  | { readonly kind: 'throttled' }
  | { readonly kind: 'ended'; readonly ended: Ended; readonly settings: EventSettings; readonly errorMessage?: string }
  /** There is nobody to deliver it to: no destination is told either. */
  | { readonly kind: 'dropped'; readonly errorMessage: string }

export interface DeliveryDeps {
  readonly directory: FunctionDirectory
  readonly runner: Runner
  readonly clock: Clock
  readonly logger: Logger
}

/** One attempt. The function is looked up anew each time: queued events run on new code (recorded). */
export async function attempt(deps: DeliveryDeps, event: EventRecord, payload: Buffer): Promise<Attempt> {
  const named = parseFunctionArn(event.arn)
  const live = named && (await deps.directory.find(named.place, named.name))
  const target = live?.find(named?.qualifier)
  if (!live || !target) return { kind: 'dropped', errorMessage: `Function not found: ${event.arn}` }
  const settings = target.events
  const { failures } = event
  const never = (condition: 'ZeroReservedConcurrency' | 'EventAgeExceeded'): Attempt => ({
    kind: 'ended',
    ended: { condition, invokeCount: failures },
    settings,
    errorMessage: condition,
  })
  if (live.reserved === 0) return never('ZeroReservedConcurrency')
  if (deps.clock.now() - event.acceptedAt > settings.maxAgeMs) return never('EventAgeExceeded')
  try {
    const ran = await deps.runner.run(live, target, {
      requestId: event.requestId,
      payload,
      streams: false,
      wantsLogTail: false,
    })
    const invokeCount = failures + 1
    if (!ran.error) return { kind: 'ended', ended: { condition: 'Success', invokeCount, ran }, settings }
    if (failures < settings.retries) return { kind: 'failed' }
    const ended = { condition: 'RetriesExhausted', invokeCount, ran } as const
    return { kind: 'ended', ended, settings, errorMessage: errorMessageOf(ran) }
  } catch (error) {
    if (!(error instanceof FunctionRefusal)) throw error
    if (error.reason === 'throttled' || error.reason === 'missing') return { kind: 'throttled' }
    deps.logger.log('warn', `an event for ${event.arn} cannot be delivered`, { reason: error.message })
    return { kind: 'dropped', errorMessage: error.message }
  }
}

function errorMessageOf(ran: Ran): string {
  const error = jsonOf(payloadOf(ran))
  return isJsonObject(error) && typeof error.errorMessage === 'string' ? error.errorMessage : 'Unknown error'
}

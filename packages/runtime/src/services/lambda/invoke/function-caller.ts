import {
  type FunctionAnswer,
  type FunctionCall,
  type FunctionCaller,
  type FunctionEvent,
  FunctionRefusal,
} from '../../../kernel/functions.ts'
import { uuid } from '../../../kernel/ids.ts'
import type { Random } from '../../../kernel/random.ts'
import type { EventQueue } from '../events/event-queue.ts'
import { parseFunctionArn } from '../names.ts'
import type { FunctionDirectory } from './function-directory.ts'
import type { LiveFunction, Target } from './live-function.ts'
import { MOST_BYTES, type Runner, tooLargeText } from './runner.ts'

const INVOKE = 'lambda:InvokeFunction'

export interface FunctionCallerDeps {
  readonly directory: FunctionDirectory
  readonly runner: Runner
  readonly events: EventQueue
  readonly random: Random
}

/** For those inside that call functions: all that a call needs is in memory, unless the function has changed. */
export function createFunctionCaller({ directory, runner, events, random }: FunctionCallerDeps): FunctionCaller {
  return {
    async invoke(call: FunctionCall): Promise<FunctionAnswer> {
      const { live, target } = await admit(call, 'RequestResponse')
      const requestId = call.requestId ?? uuid(random)
      const ran = await runner.run(live, target, {
        requestId,
        payload: call.payload,
        traceId: call.traceId,
        streams: call.streams ?? false,
        wantsLogTail: false,
        ...(call.signal && { signal: call.signal }),
      })
      const { payload, error, executedVersion, contentType } = ran
      return { requestId, executedVersion, payload, error, ...(contentType !== undefined && { contentType }) }
    },
    async enqueue(event: FunctionEvent) {
      const { live, target } = await admit(event, 'Event')
      await events.add(live.place, {
        arn: target.arn,
        payload: event.payload,
        requestId: event.requestId ?? uuid(random),
      })
    },
    settled: (place, requestId, signal) => events.settled(place, requestId, signal),
  }

  async function admit(
    event: FunctionEvent,
    type: keyof typeof MOST_BYTES,
  ): Promise<{ live: LiveFunction; target: Target }> {
    const { functionArn, principal, payload } = event
    const named = parseFunctionArn(functionArn)
    const found = named && directory.find(named.place, named.name)
    const live = found instanceof Promise ? await found : found
    const target = live?.find(named?.qualifier)
    if (!live || !target) throw new FunctionRefusal('missing', `Function not found: ${functionArn}`)
    if (!target.allows(INVOKE, principal)) {
      const who = principal === 'account' ? 'The account' : principal.service
      throw new FunctionRefusal('denied', `${who} is not authorized to perform: ${INVOKE} on resource: ${target.arn}`)
    }
    if (payload.length > MOST_BYTES[type]) throw new FunctionRefusal('too-large', tooLargeText(type, payload.length))
    return { live, target }
  }
}

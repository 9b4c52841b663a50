import {
  type FunctionAnswer,
  type FunctionCall,
  type FunctionCaller,
  type FunctionEvent,
  FunctionRefusal,
} from '../../../kernel/functions.ts'
import { uuid } from '../../../kernel/ids.ts'
import type { Random } from '../../../kernel/random.ts'
import type { Soon } from '../../../kernel/soon.ts'
import type { EventQueue } from '../events/event-queue.ts'
import { parseFunctionArn } from '../names.ts'
import type { FunctionDirectory } from './function-directory.ts'
import type { LiveFunction, Target } from './live-function.ts'
import { MOST_BYTES, type Runner, tooLargeText } from './runner.ts'

type Named = ReturnType<typeof parseFunctionArn>

const MAX_REFERENCES = 1000
const INVOKE = 'lambda:InvokeFunction'

export interface FunctionCallerDeps {
  readonly directory: FunctionDirectory
  readonly runner: Runner
  readonly events: EventQueue
  readonly random: Random
}

/** For those inside that call functions: all that a call needs is in memory, unless the function has changed. */
export function createFunctionCaller({ directory, runner, events, random }: FunctionCallerDeps): FunctionCaller {
  const references = new Map<string, NonNullable<Named>>()
  return {
    invoke(call: FunctionCall): Promise<FunctionAnswer> {
      const named = reference(call.functionArn)
      const found = find(named)
      if (found instanceof Promise) return found.then((live) => run(live, named, call))
      try {
        return run(found, named, call)
      } catch (error) {
        return Promise.reject(error)
      }
    },
    async enqueue(event: FunctionEvent) {
      const named = reference(event.functionArn)
      const live = await find(named)
      if (!live) throw missing(event)
      const target = admitted(event, 'Event', live.find(named?.qualifier))
      await events.add(live.place, {
        arn: target.arn,
        payload: event.payload,
        requestId: event.requestId ?? uuid(random),
      })
    },
    settled: (place, requestId, signal) => events.settled(place, requestId, signal),
  }

  /** Those who call name the same few functions again and again. */
  function reference(arn: string): Named {
    const before = references.get(arn)
    if (before) return before
    const named = parseFunctionArn(arn)
    if (!named) return undefined
    if (references.size >= MAX_REFERENCES) references.clear()
    references.set(arn, named)
    return named
  }

  function run(live: LiveFunction | undefined, named: Named, call: FunctionCall): Promise<FunctionAnswer> {
    if (!live) throw missing(call)
    const target = admitted(call, 'RequestResponse', live.find(named?.qualifier))
    // Members by name: an object that is spread costs more than the rest of this function.
    return runner.run(live, target, {
      requestId: call.requestId ?? uuid(random),
      payload: call.payload,
      traceId: call.traceId,
      clientContext: undefined,
      cognitoIdentity: undefined,
      streams: call.streams ?? false,
      wantsLogTail: false,
      signal: call.signal,
    })
  }

  function find(named: Named): Soon<LiveFunction | undefined> {
    return named && directory.find(named.place, named.name)
  }
}

/** What is asked for, if it is there and lets the caller in. */
function admitted(event: FunctionEvent, type: keyof typeof MOST_BYTES, target: Target | undefined): Target {
  if (!target) throw missing(event)
  const { principal, payload } = event
  if (!target.allows(INVOKE, principal)) {
    const who = principal === 'account' ? 'The account' : principal.service
    throw new FunctionRefusal('denied', `${who} is not authorized to perform: ${INVOKE} on resource: ${target.arn}`)
  }
  if (payload.length > MOST_BYTES[type]) throw new FunctionRefusal('too-large', tooLargeText(type, payload.length))
  return target
}

function missing({ functionArn }: FunctionEvent): FunctionRefusal {
  return new FunctionRefusal('missing', `Function not found: ${functionArn}`)
}

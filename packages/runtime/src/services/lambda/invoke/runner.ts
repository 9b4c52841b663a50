import type { FunctionEngine, Invocation, Invoked } from '../../../functions/ports.ts'
import type { Clock } from '../../../kernel/clock.ts'
import { FunctionRefusal, FunctionStreamFailure } from '../../../kernel/functions.ts'
import { isJsonObject } from '../../../kernel/json.ts'
import type { Lazy } from '../../../kernel/lazy.ts'
import type { Logger } from '../../../kernel/logger.ts'
import type { Random } from '../../../kernel/random.ts'
import { traceIdOf } from '../../../kernel/trace-id.ts'
import { Concurrency } from './concurrency.ts'
import { CodeGone } from './engine-version.ts'
import type { FunctionDirectory } from './function-directory.ts'
import type { LiveFunction, Target } from './live-function.ts'

/** Documented: 6 MB to a function that is waited for, 1 MB to one that is not. */
export const MOST_BYTES = { RequestResponse: 6_291_456, Event: 1_048_576 } as const

export type RunRequest = Omit<Invocation, 'invokedArn' | 'traceId'> & { readonly traceId?: string | undefined }

export interface Ran extends Invoked {
  readonly requestId: string
  /** `$LATEST`, or a number. */
  readonly executedVersion: string
  readonly traceId: string
}

export interface RunnerDeps {
  readonly engine: Lazy<FunctionEngine>
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  /** Where a function is found anew that was changed before it ran. */
  readonly directory: Pick<FunctionDirectory, 'find'>
}

const EMPTY_EVENT = Buffer.from('{}')

/** Has the engine run one of a function's versions, as long as not too many do. Throws a `FunctionRefusal`. */
export class Runner {
  readonly #deps: RunnerDeps
  readonly #concurrency = new Concurrency()

  constructor(deps: RunnerDeps) {
    this.#deps = deps
  }

  /** Where the engine is loaded, nothing waits before it has the event. */
  run(live: LiveFunction, target: Target, request: RunRequest): Promise<Ran> {
    return this.#run(live, target, request, undefined)
  }

  /** `goneId`: of a version whose code was not there when it was to run. */
  #run(live: LiveFunction, target: Target, request: RunRequest, goneId: string | undefined): Promise<Ran> {
    const { engine, clock, random } = this.#deps
    const version = target.pick(random)
    if (version.id === goneId) throw new Error(`the code of ${target.arn} is not in the store`)
    const leave = this.#concurrency.enter(live)
    const traceId = request.traceId ?? traceIdOf(undefined, clock.now(), random)
    const invocation: Invocation = {
      requestId: request.requestId,
      invokedArn: target.arn,
      payload: request.payload.length === 0 ? EMPTY_EVENT : request.payload,
      clientContext: request.clientContext,
      cognitoIdentity: request.cognitoIdentity,
      traceId,
      streams: request.streams,
      wantsLogTail: request.wantsLogTail,
      signal: request.signal,
    }
    const invoking = engine.now
      ? engine.now.invoke(version, invocation)
      : engine.get().then((loaded) => loaded.invoke(version, invocation))
    return invoking.then(
      (invoked) => {
        if (invoked.error) this.#tell(target, request, invoked)
        const isWhole = Buffer.isBuffer(invoked.payload)
        if (isWhole) leave()
        return {
          requestId: request.requestId,
          payload: isWhole
            ? invoked.payload
            : this.#watched(invoked.payload as AsyncIterable<Uint8Array>, { target, request, leave }),
          contentType: invoked.contentType,
          error: invoked.error,
          logTail: invoked.logTail,
          executedVersion: version.version,
          traceId,
        }
      },
      (error: unknown) => {
        leave()
        if (error instanceof CodeGone) return this.#runChanged(live, target, { ...request, traceId }, version.id)
        throw error
      },
    )
  }

  /** The code was replaced while an environment was made for it: nothing has run yet, and what is there now does. */
  async #runChanged({ place, name }: LiveFunction, { arn, qualifier }: Target, request: RunRequest, goneId: string) {
    const live = await this.#deps.directory.find(place, name)
    const target = live?.find(qualifier)
    if (!live || !target) throw new FunctionRefusal('missing', `Function not found: ${arn}`)
    return this.#run(live, target, request, goneId)
  }

  /** It runs until its last part, or until it fails on the way there. */
  async *#watched(
    parts: AsyncIterable<Uint8Array>,
    { target, request, leave }: { target: Target; request: RunRequest; leave: () => void },
  ): AsyncGenerator<Uint8Array> {
    try {
      yield* parts
    } catch (error) {
      if (error instanceof FunctionStreamFailure) this.#tell(target, request, error)
      throw error
    } finally {
      leave()
    }
  }

  /** Whoever called it, a function that fails is seen in the server's log. */
  #tell({ arn }: Target, { requestId }: RunRequest, { payload }: Pick<Invoked, 'payload'>): void {
    const error = Buffer.isBuffer(payload) ? summaryOf(payload) : undefined
    this.#deps.logger.log('warn', 'a function has failed', { function: arn, requestId, error })
  }
}

const MAX_SUMMARY = 300

/** `TypeError: boom`, of what its runtime has said. */
function summaryOf(payload: Buffer): string {
  const text = payload.toString('utf8')
  try {
    const error: unknown = JSON.parse(text)
    if (!isJsonObject(error)) return text.slice(0, MAX_SUMMARY)
    return [error.errorType, error.errorMessage].filter(Boolean).join(': ').slice(0, MAX_SUMMARY)
  } catch {
    return text.slice(0, MAX_SUMMARY)
  }
}

/** Observed in refusals of payloads. */
export function tooLargeText(type: keyof typeof MOST_BYTES, bytes: number): string {
  return `${bytes} byte payload is too large for the ${type} invocation type (limit ${MOST_BYTES[type]} bytes)`
}

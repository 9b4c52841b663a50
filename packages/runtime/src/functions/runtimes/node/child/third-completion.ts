import { logError } from './console.ts'
import { describeThird } from './errors.ts'
import type { Pipe } from './pipe.ts'

type Callback = (error?: unknown, result?: unknown) => void

/** The ways in which a handler of the third generation ends an invocation: the first one counts. */
export interface Completion {
  readonly callback: { readonly call: Callback; close(): void }
  readonly context: {
    callbackWaitsForEmptyEventLoop: boolean
    readonly succeed: (result?: unknown) => void
    readonly fail: (error?: unknown) => void
    readonly done: Callback
  }
}

export interface CompletionPorts {
  readonly pipe: Pipe
  /** What is done when the event loop runs empty, instead of what was to be done before. */
  onEmpty(work: () => void): void
  next(): void
}

export function beginCompletion({ pipe, onEmpty, next }: CompletionPorts): Completion {
  let waits = true
  let isAnswered = false
  const answer = (result: unknown) => {
    if (isAnswered) {
      console.error('Invocation has already been reported as done. Cannot call complete more than once per invocation.')
      return
    }
    isAnswered = true
    pipe.answer(serialized(result))
    next()
  }
  const fail = (error: unknown) => {
    logError('Invoke Error', error, describeThird)
    pipe.fail(describeThird(error))
    next()
  }
  const done: Callback = (error, result) => {
    onEmpty(() => {})
    if (error !== undefined && error !== null) fail(error)
    else answer(result)
  }
  const callback: Callback = (error, result) => {
    if ((error !== undefined && error !== null) || !waits) return done(error, result)
    onEmpty(() => setImmediate(answer, result))
  }

  let isOver = false
  /** One that throws, since its result is no JSON, has not ended the invocation. */
  const once =
    (end: Callback): Callback =>
    (error, result) => {
      if (isOver) return
      end(error, result)
      isOver = true
    }
  const end = once(done)
  return {
    callback: {
      call: once(callback),
      close() {
        isAnswered = true
      },
    },
    context: {
      get callbackWaitsForEmptyEventLoop() {
        return waits
      },
      set callbackWaitsForEmptyEventLoop(value) {
        waits = value
      },
      succeed: (result) => end(null, result),
      fail: (error) => end(error ?? 'handled'),
      done: end,
    },
  }
}

function serialized(result: unknown): string {
  try {
    // What JSON has no word for, e.g. a function, is sent as an empty answer.
    return JSON.stringify(result === undefined ? null : result) ?? ''
  } catch {
    throw new Error('Unable to stringify response body')
  }
}

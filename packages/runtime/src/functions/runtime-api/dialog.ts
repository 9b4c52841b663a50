import { type Channel, InitFailure, type RuntimeAnswer } from '../environment/channel.ts'
import type { Invocation } from '../ports.ts'
import { INVALID_REQUEST_ID, type Reply, refused } from './replies.ts'

/** As AWS names them in its refusals (source: runtime interface emulator, runtime_state_names.go). */
type State =
  | 'Started'
  | 'InitError'
  | 'Ready'
  | 'Running'
  | 'InvocationResponse'
  | 'InvocationErrorResponse'
  | 'RuntimeResponseSentState'

/** An invocation that the environment has been given. */
export interface Turn {
  readonly invocation: Invocation
  readonly deadlineMs: number
  /** Gives whoever invoked the answer. */
  answer(answer: RuntimeAnswer): void
  /** The runtime has asked for the next one. */
  end(): void
}

export interface DialogHooks {
  onInvocation(invocation: Invocation, deadlineMs: number): void
  onClose(): void
}

type Deliver = (turn: Turn) => void

/**
 * Who may say what when: a runtime asks for an event, answers it once, asks again. What is out of turn is refused and
 * changes nothing. Transitions as in AWS's runtime interface emulator (source: states.go).
 */
export class Dialog implements Channel {
  readonly ready: Promise<void>
  #state: State = 'Started'
  /** Given to the environment, not asked for yet. */
  #waiting: Turn | undefined
  /** Handed to the runtime last. */
  #current: Turn | undefined
  readonly #asking = new Set<Deliver>()
  readonly #hooks: DialogHooks
  #begin: () => void = () => {}
  #fail: (failure: InitFailure) => void = () => {}

  constructor(hooks: DialogHooks) {
    this.#hooks = hooks
    this.ready = new Promise((resolve, reject) => {
      this.#begin = resolve
      this.#fail = reject
    })
    // Whoever waits hears of it; nobody may be waiting yet.
    this.ready.catch(() => {})
  }

  send(invocation: Invocation, deadlineMs: number): Promise<RuntimeAnswer> {
    return new Promise((resolve) => {
      let end = () => {}
      const asksAgain = new Promise<void>((ended) => {
        end = ended
      })
      const answer = (given: RuntimeAnswer) => resolve({ ...given, asksAgain })
      this.#waiting = { invocation, deadlineMs, answer, end }
      this.#hooks.onInvocation(invocation, deadlineMs)
      if (this.#asking.size > 0) this.#hand([...this.#asking])
    })
  }

  close(): void {
    this.#asking.clear()
    this.#hooks.onClose()
  }

  /**
   * The runtime asks for an event. One that asks again before it has answered gets the same event once more. Gives a
   * function to be called when nobody listens for the event any more, or a refusal.
   */
  next(deliver: Deliver): Reply | (() => void) {
    if (this.#state === 'Running' && this.#current) {
      deliver(this.#current)
      return () => {}
    }
    const mayAsk = this.#state === 'Started' || this.#state === 'Ready' || this.#state === 'RuntimeResponseSentState'
    if (!mayAsk) return this.#outOfTurn('Ready')
    this.#state = 'Ready'
    this.#begin()
    this.#current?.end()
    if (this.#waiting) {
      this.#hand([deliver])
      return () => {}
    }
    this.#asking.add(deliver)
    return () => this.#asking.delete(deliver)
  }

  /** The runtime begins to answer, or to say how it failed. */
  takeTurn(requestId: string, state: 'InvocationResponse' | 'InvocationErrorResponse'): Reply | Turn {
    const current = this.#current
    if (!current || requestId !== (this.#waiting ?? current).invocation.requestId) return INVALID_REQUEST_ID
    if (this.#state !== 'Running') return this.#outOfTurn(state)
    this.#state = state
    return current
  }

  /** All of the answer has been read. */
  endTurn(): void {
    this.#state = 'RuntimeResponseSentState'
  }

  /** Whether an init error may be posted; it is not read otherwise. */
  refuseInitError(): Reply | undefined {
    return this.#state === 'Started' ? undefined : this.#outOfTurn('InitError')
  }

  initError(payload: Buffer, errorType: string): void {
    this.#state = 'InitError'
    this.#fail(new InitFailure(payload, errorType))
  }

  #hand(to: readonly Deliver[]): void {
    this.#current = this.#waiting
    this.#waiting = undefined
    this.#state = 'Running'
    this.#asking.clear()
    if (this.#current) for (const deliver of to) deliver(this.#current)
  }

  #outOfTurn(wanted: State): Reply {
    const message =
      `State transition from ${this.#state} to ${wanted} failed for runtime. ` +
      'Error: State transition is not allowed'
    return refused(403, 'InvalidStateTransition', message)
  }
}

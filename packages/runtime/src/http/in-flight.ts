import type { Socket } from 'node:net'

/** What is told when an answer is over: `ServerResponse` and an HTTP/2 stream are such. */
export interface Closable {
  readonly closed: boolean
  on(event: 'close', listener: () => void): unknown
  emit(event: 'close'): unknown
}

/** Counts what is being answered, so that a farewell can wait for it. */
export class InFlight {
  #count = 0
  #drained: (() => void) | undefined

  began(): void {
    this.#count++
  }

  ended(): void {
    this.#count--
    if (this.#count === 0) this.#drained?.()
  }

  /** Resolves when nothing is being answered any more, or the deadline has passed. */
  async drained(deadlineMs: number): Promise<void> {
    if (this.#count === 0) return
    await new Promise<void>((resolve) => {
      // Not unref'ed: the process must not end before what waits for this has been done.
      const deadline = setTimeout(resolve, deadlineMs)
      this.#drained = () => {
        clearTimeout(deadline)
        resolve()
      }
    })
  }
}

/** The answers of one connection that are not over: mostly one, more where the client pipelines. */
interface Open {
  only: Closable | undefined
  more: Set<Closable> | undefined
}

/**
 * Watches the answers of connections, and tells every one that its connection has closed. Node tells the one that is
 * being written; those of pipelined requests behind it would never hear of it, and never end.
 */
export class OpenAnswers {
  readonly #inFlight: InFlight
  readonly #ofSocket = new WeakMap<Socket, Open>()

  constructor(inFlight: InFlight) {
    this.#inFlight = inFlight
  }

  connected(socket: Socket): void {
    const open: Open = { only: undefined, more: undefined }
    this.#ofSocket.set(socket, open)
    // After Node has told the one that it knows of.
    socket.once('close', () => process.nextTick(closeAll, open))
  }

  /** Every request pays for this: one listener, and a set only where there are several answers at once. */
  began(socket: Socket, answer: Closable): void {
    const inFlight = this.#inFlight
    const open = this.#ofSocket.get(socket)
    inFlight.began()
    if (open?.only === undefined) {
      if (open) open.only = answer
    } else {
      open.more ??= new Set()
      open.more.add(answer)
    }
    answer.on('close', () => {
      inFlight.ended()
      if (open?.only === answer) open.only = undefined
      else open?.more?.delete(answer)
    })
  }
}

function closeAll({ only, more }: Open): void {
  if (only) close(only)
  for (const answer of more ?? []) close(answer)
}

/** As Node does it for the answer that is being written. */
function close(answer: Closable): void {
  if (answer.closed) return
  Object.assign(answer, { destroyed: true, _closed: true })
  answer.emit('close')
}

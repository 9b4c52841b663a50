import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Counts what is being answered, so that a farewell can wait for it. */
export class InFlight {
  #count = 0
  #drained: (() => void) | undefined

  /** Counts an answer until it closes. */
  watch(answer: { once(event: 'close', listener: () => void): unknown }): void {
    this.#count++
    answer.once('close', this.#ended)
  }

  readonly #ended = (): void => {
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

/**
 * Tells every answer of a connection that it has closed. Node tells the one that is being written; those of pipelined
 * requests behind it would never hear of it, and never end.
 */
export class OpenAnswers {
  readonly #ofSocket = new WeakMap<Socket, Set<ServerResponse>>()

  connected(socket: Socket): void {
    const open = new Set<ServerResponse>()
    this.#ofSocket.set(socket, open)
    // After Node has told the one that it knows of.
    socket.once('close', () => process.nextTick(closeAll, open))
  }

  began(socket: Socket, answer: ServerResponse): void {
    const open = this.#ofSocket.get(socket)
    if (!open) return
    open.add(answer)
    answer.once('close', () => open.delete(answer))
  }
}

/** As Node does it for the answer that is being written. */
function closeAll(open: ReadonlySet<ServerResponse>): void {
  for (const answer of open) {
    if (answer.closed) continue
    Object.assign(answer, { destroyed: true, _closed: true })
    answer.emit('close')
  }
}

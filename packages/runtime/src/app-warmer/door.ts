import { connect } from 'node:net'
import { isMainThread, Worker, workerData } from 'node:worker_threads'

const WAITING = 0
const OPEN = 1
const CLOSED = 2

interface Threshold {
  readonly address: string
  readonly greeting: string
  readonly state: SharedArrayBuffer
}

/** Where the app waits until it is wanted. */
export interface Door {
  /** Blocks this thread. False where whoever would have called is gone. */
  wait(): boolean
}

/**
 * Connects to whoever is going to call. A thread of its own listens: this one loads what the app needs, and then does
 * nothing at all, so that nothing of the app runs and nothing has to look at a clock.
 */
export function knock(address: string, greeting: string): Door {
  const state = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
  const threshold: Threshold = { address, greeting, state }
  const worker = new Worker(__filename, { workerData: { threshold }, execArgv: [], env: {} })
  worker.on('error', () => {})
  worker.unref()
  const view = new Int32Array(state)
  return {
    wait() {
      Atomics.wait(view, 0, WAITING)
      return Atomics.load(view, 0) === OPEN
    },
  }
}

/** In the thread that {@link knock} starts. False in every other one. */
export function listenAtDoor(): boolean {
  const { threshold } = (isMainThread ? {} : (workerData ?? {})) as { threshold?: Threshold }
  if (!threshold) return false
  const view = new Int32Array(threshold.state)
  const settle = (outcome: number) => {
    Atomics.compareExchange(view, 0, WAITING, outcome)
    Atomics.notify(view, 0)
    socket.destroy()
  }
  const socket = connect(threshold.address, () => socket.write(threshold.greeting))
  socket.on('data', () => settle(OPEN))
  socket.on('error', () => settle(CLOSED))
  socket.on('close', () => settle(CLOSED))
  return true
}

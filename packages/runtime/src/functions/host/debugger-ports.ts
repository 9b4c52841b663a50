import { createServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'

/** Where editors look for Node's inspector unless they are told otherwise. */
const FIRST = 9229
const LAST = 65_535
/** As long as the process before takes to end. */
const LOOKS = 20
const PAUSE_MS = 25

export interface DebuggerPortsDeps {
  readonly isFree: (port: number) => Promise<boolean>
  readonly sleep: (ms: number) => Promise<unknown>
}

/**
 * Gives each function a port of its own for as long as the server runs: an editor that has attached to a function finds
 * its next process, with code that was changed, where the one before was.
 */
export class DebuggerPorts {
  readonly #deps: DebuggerPortsDeps
  readonly #ports = new Map<string, Promise<number>>()
  #next = FIRST

  constructor(deps: DebuggerPortsDeps = { isFree: isFreeHere, sleep: setTimeout }) {
    this.#deps = deps
  }

  /** For a new process of a function; 0, any, where another one of its processes listens on its own. */
  async take(functionArn: string): Promise<number> {
    const known = this.#ports.get(functionArn)
    if (!known) {
      const found = this.#findOne()
      this.#ports.set(functionArn, found)
      return found
    }
    const port = await known
    for (let look = 0; look < LOOKS; look++) {
      if (await this.#deps.isFree(port)) return port
      await this.#deps.sleep(PAUSE_MS)
    }
    return 0
  }

  /** One that nobody listens on: another program of this machine may be debugged, too. */
  async #findOne(): Promise<number> {
    while (this.#next <= LAST) {
      const port = this.#next++
      if (await this.#deps.isFree(port)) return port
    }
    return 0
  }
}

function isFreeHere(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

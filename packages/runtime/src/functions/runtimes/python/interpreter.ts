import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { FunctionRefusal } from '../../../kernel/functions.ts'

const run = promisify(execFile)

/** What Python 3 is called, whatever its minor version. */
const ANY = 'python3'

/** Tells where a Python really is: what `PATH` has may be a script that chooses one, as pyenv's are, or chooses none. */
const WHERE = 'import sys; print(sys.executable if sys.version_info >= (3, 8) else "")'
const PROBE_LIMIT_MS = 10_000

/** Finds a Python for a runtime. One that was found is kept; one that was missing may have been installed since. */
export class PythonFinder {
  readonly #found = new Map<string, string>()

  /**
   * `configured`: a path or a name to look for. Any Python 3 will do for a runtime, but the one of its version is better.
   * Throws a `FunctionRefusal`.
   */
  async find(runtime: string, configured = ANY): Promise<string> {
    const isChosen = configured !== ANY
    const key = isChosen ? configured : runtime
    const known = this.#found.get(key)
    if (known) return known
    const candidates = isChosen ? [configured] : [runtime, ANY]
    for (const candidate of candidates) {
      const path = await probe(candidate)
      if (path === undefined) continue
      this.#found.set(key, path)
      return path
    }
    throw new FunctionRefusal(
      'not-runnable',
      `No Python for functions of ${runtime}: ${candidates.join(' and ')} cannot be run here, or are older than 3.8. ` +
        `Install ${runtime.replace('python', 'Python ')} or another Python 3, so that it is in PATH.`,
    )
  }
}

async function probe(command: string): Promise<string | undefined> {
  try {
    const { stdout } = await run(command, ['-c', WHERE], { timeout: PROBE_LIMIT_MS })
    return stdout.trim() || undefined
  } catch {
    return undefined
  }
}

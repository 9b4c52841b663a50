import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { FunctionRefusal } from '../../../kernel/functions.ts'

const run = promisify(execFile)
const PROBE_LIMIT_MS = 20_000

/** Finds the Java that a name or a path stands for. One that was found is kept. */
export class JavaFinder {
  readonly #found = new Map<string, string>()

  /** Throws a `FunctionRefusal`. */
  async find(runtime: string, configured = 'java'): Promise<string> {
    const known = this.#found.get(configured)
    if (known) return known
    const home = await homeOf(configured)
    if (home === undefined) {
      throw new FunctionRefusal(
        'not-runnable',
        `No Java for functions of ${runtime}: ${configured} cannot be run here. ` +
          `Install a Java runtime of version ${/\d+/.exec(runtime)?.[0]} or later, so that it is in PATH.`,
      )
    }
    const path = join(home, 'bin', 'java')
    this.#found.set(configured, path)
    return path
  }
}

/** What is in `PATH` may be a script that chooses one, and `PATH` is another one for functions. */
async function homeOf(command: string): Promise<string | undefined> {
  try {
    const { stderr } = await run(command, ['-XshowSettings:properties', '-version'], { timeout: PROBE_LIMIT_MS })
    return /^ *java\.home = (.+?)\s*$/m.exec(stderr)?.[1]
  } catch {
    return undefined
  }
}

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { FunctionRefusal } from '../../../kernel/functions.ts'

export interface NodeInterpreter {
  readonly path: string
  /** For example 22. */
  readonly major: number
  /** Whether it has a feature that can be switched off, e.g. `require-module`. */
  readonly knows: (feature: string) => boolean
}

const PRINT_WHAT_IT_KNOWS =
  'JSON.stringify([process.execPath, process.version, ...process.allowedNodeEnvironmentFlags])'

const found = new Map<string, Promise<NodeInterpreter>>()

/** A path, or a name to look for in this process's `PATH`. Throws a `FunctionRefusal` where there is none. */
export function findNode(interpreter: string): Promise<NodeInterpreter> {
  let looking = found.get(interpreter)
  if (!looking) {
    looking = look(interpreter)
    found.set(interpreter, looking)
    // It may be installed meanwhile.
    looking.catch(() => found.delete(interpreter))
  }
  return looking
}

async function look(interpreter: string): Promise<NodeInterpreter> {
  if (interpreter === process.execPath) {
    return interpreterOf(interpreter, process.version, [...process.allowedNodeEnvironmentFlags])
  }
  try {
    const { stdout } = await promisify(execFile)(interpreter, ['-p', PRINT_WHAT_IT_KNOWS])
    const [path, version, ...flags] = JSON.parse(stdout) as [string, string, ...string[]]
    return interpreterOf(path, version, flags)
  } catch {
    throw new FunctionRefusal(
      'not-runnable',
      `Node.js runs this function, and ${interpreter} cannot be started. Install Node.js 20 or later.`,
    )
  }
}

function interpreterOf(path: string, version: string, flags: readonly string[]): NodeInterpreter {
  return {
    path,
    major: Number.parseInt(version.slice(1), 10),
    knows: (feature) => flags.includes(`--experimental-${feature}`),
  }
}

import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { CommandFailure } from '../command.ts'

/** How a command of an app is run. */
export interface CommandRun {
  readonly command: string
  readonly directory: string
  readonly env: NodeJS.ProcessEnv
  /** Who is told what it prints, line by line; `nobody`; left out, standard error has it. */
  readonly print?: ((line: string) => void) | 'nobody'
  /** Ends it, and all that it has started. */
  readonly signal?: AbortSignal
}

/** Runs commands of apps to their end. */
export type RunCommand = (run: CommandRun) => Promise<void>

/**
 * Runs a command to its end. What it prints goes to standard error: it must not stand among what this program prints.
 * Throws a {@link CommandFailure} where it fails.
 */
export const runCommand: RunCommand = ({ command, directory, env, print, signal }) =>
  new Promise((resolve, reject) => {
    // A group of its own can be ended as a whole: between it and the app stand a shell and, often, npx.
    const isGroup = signal !== undefined && process.platform !== 'win32'
    const child = spawn(command, { cwd: directory, env, shell: true, stdio: stdioOf(print), detached: isGroup })
    if (typeof print === 'function') {
      for (const stream of [child.stdout, child.stderr]) {
        if (stream) createInterface({ input: stream }).on('line', print)
      }
    }
    const end = () => endOf(child, isGroup)
    signal?.addEventListener('abort', end)
    if (signal?.aborted) end()
    child.on('error', ({ message }) => reject(new CommandFailure(`the app cannot be run: ${message}`)))
    child.on('close', (code, by) => {
      signal?.removeEventListener('abort', end)
      if (code === 0) return resolve()
      reject(new CommandFailure(`the app ended with ${by ?? `exit code ${code}`}: ${command}`))
    })
  })

function stdioOf(print: CommandRun['print']): StdioOptions {
  if (print === 'nobody') return 'ignore'
  return print ? ['ignore', 'pipe', 'pipe'] : ['ignore', 2, 2]
}

function endOf(child: ChildProcess, isGroup: boolean): void {
  if (!isGroup || child.pid === undefined) {
    child.kill()
    return
  }
  try {
    process.kill(-child.pid)
  } catch {
    // It has ended meanwhile.
  }
}

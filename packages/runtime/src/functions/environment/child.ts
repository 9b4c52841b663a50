import { type ChildProcess, spawn } from 'node:child_process'
import type { Duplex, Readable } from 'node:stream'

/** How a process ended. */
export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** It needed more memory than its function has. */
  readonly isOutOfMemory?: boolean
}

/** A process with whatever it starts, in a process group (and session) of its own. */
export interface Child {
  readonly pid: number
  readonly stdout: Readable
  readonly stderr: Readable
  /** The other end of its descriptor 3, where it has one. */
  readonly pipe: Duplex | undefined
  /** Resolves when it has ended and all that it had written has been read. */
  readonly exited: Promise<Exit>
  /** Ends the whole group at once. Nothing of it can put that off. */
  kill(): void
}

export interface ChildOptions {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  /** All that it has: nothing of this process's own. */
  readonly variables: Readonly<Record<string, string>>
  readonly usesPipe: boolean
  readonly user?: { readonly uid: number; readonly gid: number }
}

/** What a shell says of a command that is not there, or cannot be run. */
const NOT_FOUND = 127
const NOT_EXECUTABLE = 126
/** How long what a process wrote before it ended may take to be read, where somebody else holds its descriptors. */
const LAST_OUTPUT_MS = 250

export function startChild({ command, args, cwd, variables, usesPipe, user }: ChildOptions): Child {
  const child: ChildProcess = spawn(command, args, {
    cwd,
    env: variables,
    // Node closes every other descriptor of its own in the child.
    stdio: ['ignore', 'pipe', 'pipe', usesPipe ? 'pipe' : 'ignore'],
    detached: true,
    ...user,
  })
  const { pid } = child
  const pipe = (child.stdio[3] as Duplex | null) ?? undefined
  let isGone = pid === undefined
  const kill = () => {
    // An id that is free may be given to somebody else.
    if (!isGone && pid !== undefined) killGroup(pid)
  }
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      // What it leaves behind may hold its descriptors open.
      kill()
      isGone = true
      child.once('close', () => resolve({ code, signal }))
      const giveUp = () => (pipe?.isPaused() ? setTimeout(giveUp, LAST_OUTPUT_MS) : resolve({ code, signal }))
      setTimeout(giveUp, LAST_OUTPUT_MS).unref()
    })
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (pid === undefined) resolve({ code: error.code === 'ENOENT' ? NOT_FOUND : NOT_EXECUTABLE, signal: null })
    })
  })
  return {
    pid: pid ?? 0,
    stdout: child.stdout as Readable,
    stderr: child.stderr as Readable,
    pipe,
    exited,
    kill,
  }
}

/** The group outlives the process that it is named after: others of it may be left. */
export function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

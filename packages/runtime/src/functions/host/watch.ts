import { spawn } from 'node:child_process'
import type { Socket } from 'node:net'

/** Ends what this process leaves behind, should it end without a word (`kill -9`). */
export interface Watch {
  /** It has ended in order, and leaves nothing behind. */
  stop(): void
}

export interface Watched {
  /** Stands in the variables of all processes of functions, and of what they start (see `endMarked`). */
  readonly mark: string
  /** A folder that goes with this process. */
  readonly folder?: string
}

const END_IN_ORDER = 'done'

/**
 * Waits for the end of its input, which comes when the process that holds the other end is gone, however it went. What
 * loops on its own processor notices nothing; another process has to end it. Found by `/proc`, as Linux has it: elsewhere
 * functions end when they find their pipe closed.
 */
const PROGRAM = `trap '' INT TERM HUP
while read -r word; do [ "$word" = ${END_IN_ORDER} ] && exit; done
for round in 1 2 3 4 5; do
  found=$(grep -lsF -- "$1" /proc/[0-9]*/environ)
  [ -n "$found" ] || break
  for file in $found; do pid=\${file#/proc/}; kill -9 "\${pid%/environ}"; done
done
[ -z "$2" ] || rm -rf -- "$2"`

export const watchCommand = ({ mark, folder = '' }: Watched) =>
  ({ command: 'sh', args: ['-c', PROGRAM, 'sallyport-watch', mark, folder] }) as const

/** A shell of its own, in a session of its own: what ends this process's group does not end it. */
export function startWatch(watched: Watched): Watch {
  const { command, args } = watchCommand(watched)
  const child = spawn(command, args, {
    cwd: '/',
    // Nothing of its own may carry the mark.
    env: { PATH: '/usr/local/bin:/usr/bin:/bin' },
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  child.unref()
  // Where there is no shell, the next start clears up.
  child.on('error', () => {})
  const input = child.stdin as Socket
  input.on('error', () => {})
  input.unref()
  return {
    stop() {
      input.end(`${END_IN_ORDER}\n`)
    },
  }
}

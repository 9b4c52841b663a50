import { CommandFailure } from '../command.ts'
import type { Watching } from './watch-files.ts'

export interface DevLoop {
  /** Writes what the app says, and gives the folder. */
  synthesize(): Promise<string>
  /** Makes the stacks what the folder says. Tells what it does itself. */
  deploy(directory: string): Promise<void>
  readonly watching: Watching
  tell(line: string): void
  /** Milliseconds that only grow. */
  now(): number
}

/** Deploys now and after each change, until the signal is aborted. What fails is told, and waits for the next change. */
export async function runDevLoop(loop: DevLoop, signal: AbortSignal): Promise<void> {
  const left = new Promise<undefined>((resolve) => signal.addEventListener('abort', () => resolve(undefined)))
  while (!signal.aborted) {
    await cycle(loop)
    const changed = await Promise.race([loop.watching.next(), left])
    if (!changed || signal.aborted) return
    loop.tell('')
    loop.tell(`${changed.slice(0, MOST_NAMED).join(', ')}${changed.length > MOST_NAMED ? ', …' : ''} changed`)
  }
}

const MOST_NAMED = 5

async function cycle({ deploy, now, synthesize, tell }: DevLoop): Promise<void> {
  const from = now()
  try {
    const directory = await synthesize()
    const synthesized = now()
    await deploy(directory)
    const done = now()
    tell(`synthesized in ${seconds(from, synthesized)}, deployed in ${seconds(synthesized, done)}`)
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error
    tell(`sallyport: ${error.message}`)
    if (error.hint !== undefined) tell(error.hint)
  }
}

function seconds(from: number, to: number): string {
  return `${((to - from) / 1000).toFixed(2)} s`
}

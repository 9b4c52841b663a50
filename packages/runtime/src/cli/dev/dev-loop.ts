import { CommandFailure } from '../command.ts'
import type { Screen } from '../screen/screen.ts'
import type { Watching } from './watch-files.ts'

export interface DevLoop {
  /** Writes what the app says, and gives the folder. */
  synthesize(): Promise<string>
  /** Makes the stacks what the folder says. Tells what it does itself. */
  deploy(directory: string): Promise<void>
  /** Nothing is to do until something changes. */
  rest?(): void
  readonly watching: Pick<Watching, 'next'>
  readonly screen: Pick<Screen, 'tell' | 'show' | 'clear'>
  /** Milliseconds that only grow. */
  now(): number
}

/** Deploys now and after each change, until the signal is aborted. What fails is told, and waits for the next change. */
export async function runDevLoop(loop: DevLoop, signal: AbortSignal): Promise<void> {
  const { screen } = loop
  const left = new Promise<undefined>((resolve) => signal.addEventListener('abort', () => resolve(undefined)))
  while (!signal.aborted) {
    await cycle(loop, signal)
    screen.clear()
    if (signal.aborted) return
    loop.rest?.()
    const changed = await Promise.race([loop.watching.next(), left])
    if (!changed || signal.aborted) return
    screen.tell('')
    screen.tell(`${changed.slice(0, MOST_NAMED).join(', ')}${changed.length > MOST_NAMED ? ', …' : ''} changed`)
  }
}

const MOST_NAMED = 5

async function cycle({ deploy, now, screen, synthesize }: DevLoop, signal: AbortSignal): Promise<void> {
  const from = now()
  try {
    screen.show('synthesizing')
    const directory = await synthesize()
    const synthesized = now()
    await deploy(directory)
    const done = now()
    screen.tell(`synthesized in ${seconds(from, synthesized)}, deployed in ${seconds(synthesized, done)}`)
  } catch (error) {
    // What was broken off on request has not failed.
    if (signal.aborted) return
    if (!(error instanceof CommandFailure)) throw error
    screen.tell(`sallyport: ${error.message}`)
    if (error.hint !== undefined) screen.tell(error.hint)
  }
}

function seconds(from: number, to: number): string {
  return `${((to - from) / 1000).toFixed(2)} s`
}

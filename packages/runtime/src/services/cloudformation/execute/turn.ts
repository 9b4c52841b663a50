import type { ResourceRecord } from '../records.ts'
import type { Progress } from './perform.ts'
import { isInterruption } from './run.ts'
import type { Turn } from './walk.ts'

/** A deed as the turn of a node in a walk. `failed` records what it failed with, and says what the node's turn is. */
export async function turnOf(
  start: () => Promise<Progress>,
  done: (record: ResourceRecord) => void,
  failed: (error: unknown) => Promise<Turn>,
): Promise<Turn> {
  const guarded = async (work: () => Promise<Turn>): Promise<Turn> => {
    try {
      return await work()
    } catch (error) {
      if (isInterruption(error)) throw error
      return failed(error)
    }
  }
  const end = (record: ResourceRecord): Turn => {
    done(record)
    return 'done'
  }
  return guarded(async () => {
    const progress = await start()
    if ('done' in progress) return end(progress.done)
    return { until: progress.until, resume: () => guarded(async () => end(await progress.finish())) }
  })
}

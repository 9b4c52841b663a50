import { UsageError } from '../../kernel/errors.ts'
import { type Emulation, type EmulationOptions, openEmulation } from '../emulation.ts'
import type { Snapshot } from '../snapshot.ts'

/** Opens a world for a moment, beside the one that is open, and looks at all that is in it. Throws where that cannot be. */
export async function tryWorld(begin: Snapshot, name: string, options: Omit<EmulationOptions, 'begin'>): Promise<void> {
  let emulation: Emulation | undefined
  try {
    emulation = await openEmulation({ ...options, config: { ...options.config, dataDir: undefined }, begin })
    await emulation.status()
  } catch (error) {
    throw new UsageError(
      'ERR_WORLD_FILE',
      `${name} does not hold together: ${error instanceof Error ? error.message : error}`,
      'Nothing was changed.',
    )
  } finally {
    await emulation?.close()
  }
}

import { mkdirSync } from 'node:fs'
import { type DataDirLock, lockDataDir } from '../config/data-dir-lock.ts'
import { explainFault } from '../store/data-dir-fault.ts'

/** The data directory of a runtime, taken for this process. */
export interface DataDir {
  /** Does something in it; what is wrong with the directory is said in a sentence. */
  use<T>(work: () => Promise<T>): Promise<T>
  /** Makes it again where it may have been deleted. */
  restore(): void
  /** Writes down where this process listens, for the commands of the CLI. */
  announce(origin: string): void
  release(): void
}

const NOWHERE: DataDir = { use: (work) => work(), restore() {}, announce() {}, release() {} }

/** Undefined: state in memory, and no directory. */
export async function takeDataDir(path: string | undefined): Promise<DataDir> {
  if (path === undefined) return NOWHERE
  const use: DataDir['use'] = async (work) => {
    try {
      return await work()
    } catch (error) {
      throw explainFault(error, path)
    }
  }
  const restore = () => {
    mkdirSync(path, { recursive: true, mode: 0o700 })
  }
  const lock: DataDirLock = await use(async () => {
    restore()
    return lockDataDir(path, Date.now())
  })
  return { use, restore, announce: lock.announce, release: lock.release }
}

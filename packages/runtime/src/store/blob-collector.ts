import type { Logger } from '../kernel/logger.ts'
import type { BlobMarks } from './blob-marks.ts'
import type { Store } from './store.ts'

/**
 * Deletes the bytes of unused blobs: when it is started, and after every commit that marks one. The marks go after the
 * bytes, so after a crash in between the next run finds them. Several may collect at once: all of it can be done twice.
 */
export class BlobCollector {
  readonly #store: Store
  readonly #marks: BlobMarks
  readonly #logger: Logger
  #running: Promise<void> = Promise.resolve()
  #stopListening = () => {}

  constructor(store: Store, marks: BlobMarks, logger: Logger) {
    this.#store = store
    this.#marks = marks
    this.#logger = logger
  }

  start(): void {
    const { unusedKind, abandonAllStaged } = this.#marks
    this.#stopListening = this.#store.onCommit((changes) => {
      if (changes.some(({ key, type }) => key.kind === unusedKind && type === 'put')) this.#then(() => this.#collect())
    })
    // Uploads of another server that are under way now put their bytes once more.
    this.#then(() => this.#store.transact(abandonAllStaged))
    this.#then(() => this.#collect())
  }

  /** Resolves when nothing is being deleted any more. */
  close(): Promise<void> {
    this.#stopListening()
    return this.#running
  }

  #then(step: () => Promise<void>): void {
    this.#running = this.#running
      .then(step)
      // The marks stay: the next run finds them, at the latest after a restart.
      .catch((error: unknown) => this.#logger.log('debug', 'unused blobs were not collected', { error }))
  }

  async #collect(): Promise<void> {
    const { transact, blobs } = this.#store
    const found = await transact(this.#marks.listUnused)
    if (found.length === 0) return
    for (const hash of found) await blobs.delete(hash)
    await transact(async (tx) => this.#marks.forgetUnused(tx, found))
  }
}

import type { StoreContents } from '../store/store.ts'

/**
 * All that a runtime knows at one moment: what is deployed, with its secrets, and where its clock stands.
 *
 * @example
 * ```ts
 * const deployed: Snapshot = await aws.snapshot()
 * await using another = await startSallyport({ from: deployed })
 * expect((await another.fetch(url)).status).toBe(401)
 * ```
 */
export interface Snapshot {
  readonly contents: StoreContents
  /** Opens the secrets among the contents. */
  readonly vaultKey: Buffer
}

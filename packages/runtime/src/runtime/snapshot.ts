import type { StoreContents } from '../store/store.ts'

/** All that a runtime knows at one moment: what is deployed, with its secrets, and where its clock stands. */
export interface Snapshot {
  readonly contents: StoreContents
  /** Opens the secrets among the contents. */
  readonly vaultKey: Buffer
}

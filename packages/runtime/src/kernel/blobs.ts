/**
 * Immutable byte strings. Each has a name that is used once: whoever deletes a blob by its name can then never take away
 * what somebody else has put there meanwhile.
 */
export interface BlobStore {
  /** Resolves when the bytes are durable. Never to be called in a transaction, whose work may be run again. */
  put(name: string, bytes: Buffer): Promise<void>
  get(name: string): Promise<Buffer | undefined>
  /** Deleting what is gone is done. */
  delete(name: string): Promise<void>
}

/** Immutable byte strings under the hex SHA-256 of their content. */
export interface BlobStore {
  /** Resolves with the hash when the bytes are durable. Putting the same bytes twice is one blob. */
  put(bytes: Buffer): Promise<string>
  get(hash: string): Promise<Buffer | undefined>
  delete(hash: string): Promise<void>
}

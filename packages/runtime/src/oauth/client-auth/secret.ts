import { hash, timingSafeEqual } from 'node:crypto'

/** What is kept in memory of a secret, so that a comparison neither unseals it nor takes longer for a nearer guess. */
export function secretDigest(secret: string): Buffer {
  return hash('sha256', secret, 'buffer')
}

/** In constant time, and always against every active secret. */
export function matchesSecret(secret: string, digests: readonly Buffer[]): boolean {
  const sent = secretDigest(secret)
  let matches = false
  for (const digest of digests) {
    if (timingSafeEqual(sent, digest)) matches = true
  }
  return matches
}

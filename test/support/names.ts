import { randomBytes } from 'node:crypto'

/** A name that no other test uses, also not a second run against the same target. Fit for domains and buckets. */
export const uniqueName = (part: string): string => `${part}-${randomBytes(5).toString('hex')}`

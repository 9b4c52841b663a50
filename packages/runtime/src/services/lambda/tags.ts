import { invalidParameter } from './errors.ts'

const MOST_TAGS = 50

/** Recorded. */
export function checkTags(tags: Readonly<Record<string, string>>): void {
  const own = Object.keys(tags).filter((key) => !key.startsWith('aws:'))
  if (own.length > MOST_TAGS) throw invalidParameter('Number of tags exceeds resource tag limit.')
}

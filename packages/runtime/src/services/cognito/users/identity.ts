import type { Random } from '../../../kernel/random.ts'

/** Looks like a UUID and is none: the third group begins with `70` (recorded since 2024). */
export function newSub(random: Random): string {
  const hex = random.bytes(16).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-70${hex.slice(14, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

const TIME_DIGITS = 12

/** Sorts by the time of creation, and apart within it by the `sub`. */
export function newUserKey(createdAt: number, sub: string): string {
  return `${createdAt.toString(16).padStart(TIME_DIGITS, '0')}-${sub}`
}

import { validationError } from '../errors.ts'

/** A stretch of a list, and the token of the next one. Tokens are positions; they need not survive a change of the list. */
export function page<T>(list: readonly T[], token: string | undefined, size: number): { items: T[]; next?: string } {
  const start = token === undefined ? 0 : Number(token)
  if (!Number.isInteger(start) || start < 0) throw validationError(`Invalid NextToken: ${token}`)
  const end = start + size
  return { items: list.slice(start, end), ...(end < list.length ? { next: String(end) } : {}) }
}

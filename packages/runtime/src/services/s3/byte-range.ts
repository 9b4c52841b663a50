import { invalidRange } from './errors.ts'

export interface ByteRange {
  readonly start: number
  /** The last byte, counted in. */
  readonly end: number
}

/**
 * Reads a `Range` header (RFC 9110, section 14.1.2). S3 serves one range; what it cannot read, several ranges
 * included, it ignores and answers with everything.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? []
  if (header === undefined || first === undefined || last === undefined || (!first && !last)) return undefined
  if (!first) {
    const length = Math.min(Number(last), size)
    if (length === 0) throw invalidRange(header, size)
    return { start: size - length, end: size - 1 }
  }
  const start = Number(first)
  const end = last ? Math.min(Number(last), size - 1) : size - 1
  if (last && Number(last) < start) return undefined
  if (start >= size) throw invalidRange(header, size)
  return { start, end }
}

import { invalidMarker } from './errors.ts'

interface PageRequest {
  readonly Limit?: number
  readonly Marker?: string
}

const DEFAULT_LIMIT = 100

export function pageOf<T>(items: readonly T[], { Limit = DEFAULT_LIMIT, Marker }: PageRequest) {
  const start = Marker === undefined ? 0 : readMarker(Marker)
  const end = start + Limit
  const Truncated = end < items.length
  const NextMarker = Truncated ? Buffer.from(`start:${end}`).toString('base64') : undefined
  return { items: items.slice(start, end), Truncated, NextMarker }
}

function readMarker(marker: string): number {
  const start = /^start:(\d{1,9})$/.exec(Buffer.from(marker, 'base64').toString('utf8'))?.[1]
  if (start === undefined) throw invalidMarker()
  return Number(start)
}

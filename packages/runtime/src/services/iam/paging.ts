import { validationError } from './errors.ts'

interface PageRequest {
  readonly Marker?: string
  readonly MaxItems?: number
}

const DEFAULT_ITEMS = 100

/** IAM's lists: a marker says where the next page starts. */
export function pageOf<T>(items: readonly T[], { Marker, MaxItems }: PageRequest) {
  const start = Marker === undefined ? 0 : readMarker(Marker)
  const end = start + (MaxItems ?? DEFAULT_ITEMS)
  const IsTruncated = end < items.length
  return { items: items.slice(start, end), IsTruncated, Marker: IsTruncated ? writeMarker(end) : undefined }
}

function writeMarker(start: number): string {
  return Buffer.from(`start:${start}`).toString('base64')
}

function readMarker(marker: string): number {
  const start = /^start:(\d{1,9})$/.exec(Buffer.from(marker, 'base64').toString('utf8'))?.[1]
  if (start === undefined) throw validationError(`Invalid Marker: ${marker}`)
  return Number(start)
}

import type { ByteRange } from './byte-range.ts'
import { invalidArgument } from './errors.ts'

export interface CopySource {
  readonly Bucket: string
  readonly Key: string
  readonly VersionId?: string
}

/** `bucket/key?versionId=…`, percent-encoded, with or without a slash in front. */
export function parseCopySource(header: string): CopySource {
  const [path = '', query] = header.replace(/^\//, '').split('?versionId=')
  const slash = path.indexOf('/')
  try {
    if (slash > 0 && slash < path.length - 1) {
      return { Bucket: path.slice(0, slash), Key: decodeURIComponent(path.slice(slash + 1)), VersionId: query }
    }
  } catch {
    // Not percent-encoded: refused below.
  }
  throw invalidArgument('Invalid copy source object key', 'x-amz-copy-source', header)
}

/**
 * `bytes=first-last` within the source: unlike the range of a read, open ends and ranges past the end are refused
 * (documented: UploadPartCopy, `x-amz-copy-source-range`; the code and the messages are inferred).
 */
export function parseCopyRange(header: string | undefined, size: number): ByteRange | undefined {
  if (header === undefined) return undefined
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? []
  const start = Number(first)
  const end = Number(last)
  if (first === undefined || last === undefined || start > end) {
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the ' +
        'zero-based offsets of the first and last bytes to copy',
      'x-amz-copy-source-range',
      header,
    )
  }
  if (end >= size) {
    const message = `Range specified is not valid for source object of size: ${size}`
    throw invalidArgument(message, 'x-amz-copy-source-range', header)
  }
  return { start, end }
}

import { AwsError } from '../kernel/errors.ts'

/** A body without its framing, and the headers that came after it. */
export interface DechunkedBody {
  readonly body: Buffer
  readonly trailers: Readonly<Record<string, string>>
}

const CRLF = Buffer.from('\r\n')
const CHUNK_HEADER = /^([0-9a-fA-F]{1,12})(;chunk-signature=[0-9a-fA-F]+)?\s*$/
const LONGEST_LINE = 8192

export function isAwsChunked(headers: Readonly<Record<string, string | undefined>>): boolean {
  return (
    (headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-') ||
    (headers['content-encoding'] ?? '').split(',').some((coding) => coding.trim() === 'aws-chunked')
  )
}

/**
 * Undoes `aws-chunked` (Amazon S3 user guide, "Signature calculations: transferring payload in multiple chunks"):
 * `size[;chunk-signature=…]` CRLF data CRLF, closed by a chunk of size 0 and optional trailing headers. Signatures are
 * not verified.
 */
export function decodeAwsChunked(framed: Buffer, headers: Readonly<Record<string, string | undefined>>): DechunkedBody {
  const chunks: Buffer[] = []
  let offset = 0
  for (;;) {
    const [line, start] = lineAt(framed, offset)
    const size = Number.parseInt(CHUNK_HEADER.exec(line)?.[1] ?? '', 16)
    if (Number.isNaN(size) || start + size > framed.length) throw incompleteBody()
    offset = start
    if (size === 0) break
    chunks.push(framed.subarray(start, start + size))
    offset = start + size
    if (!framed.subarray(offset, offset + 2).equals(CRLF)) throw incompleteBody()
    offset += 2
  }
  const body = Buffer.concat(chunks)
  const declared = headers['x-amz-decoded-content-length']
  if (declared !== undefined && Number(declared) !== body.length) throw incompleteBody()
  return { body, trailers: readTrailers(framed, offset) }
}

/** Trailing headers go up to an empty line or the end; the signature of the trailer is one of them. */
function readTrailers(framed: Buffer, start: number): Record<string, string> {
  const trailers: [string, string][] = []
  let offset = start
  while (offset < framed.length) {
    const end = framed.indexOf(CRLF, offset)
    const line = framed
      .subarray(offset, Math.min(end < 0 ? framed.length : end, offset + LONGEST_LINE))
      .toString('latin1')
    if (!line) break
    const colon = line.indexOf(':')
    if (colon > 0) trailers.push([line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()])
    if (end < 0) break
    offset = end + CRLF.length
  }
  return Object.fromEntries(trailers)
}

function lineAt(bytes: Buffer, offset: number): [line: string, next: number] {
  const end = bytes.indexOf(CRLF, offset)
  if (end < 0 || end - offset > LONGEST_LINE) throw incompleteBody()
  return [bytes.subarray(offset, end).toString('latin1'), end + CRLF.length]
}

function incompleteBody(): AwsError {
  return new AwsError(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header.',
  )
}

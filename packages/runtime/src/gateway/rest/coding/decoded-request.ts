import { promisify } from 'node:util'
import * as zlib from 'node:zlib'
import type { WireRequest } from '../../../kernel/wire.ts'
import { alteredRequest } from '../../altered-request.ts'
import { MAX_BODY_BYTES } from '../../limits.ts'

/** Why a body was not decoded. */
export type Undecoded = 'unsupported' | 'too-large'

const LIMIT = { maxOutputLength: MAX_BODY_BYTES }
const gunzip = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gunzip)
const inflate = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflate)
const inflateRaw = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflateRaw)

/** Whether a body comes in a coding that has to be undone or refused first. */
export function isCoded({ body, headers }: WireRequest): boolean {
  const coding = headers['content-encoding']
  return coding !== undefined && body.length > 0 && nameOf(coding) !== 'identity'
}

/**
 * The request as it was before it was compressed, which authorizers, templates and backends see (documented: api-gateway-make-
 * request-with-compressed-payload). That it has no `Content-Encoding` any more, and that the limit of a body holds for it too,
 * is inferred. No more than that limit is ever inflated.
 */
export async function decodedRequest(request: WireRequest): Promise<WireRequest | Undecoded> {
  const { 'content-encoding': coding = '', ...headers } = request.headers
  const decode = decoderOf(nameOf(coding), request.body)
  if (!decode) return 'unsupported'
  try {
    const body = await decode(request.body, LIMIT)
    return alteredRequest(request, { body, headers, rawHeaders: withoutCoding(request.rawHeaders) })
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'unsupported'
  }
}

function nameOf(coding: string): string {
  return coding.trim().toLowerCase()
}

function decoderOf(coding: string, body: Buffer) {
  if (coding === 'gzip') return gunzip
  if (coding !== 'deflate') return undefined
  // Many send it without the frame of RFC 1950 that belongs to it (RFC 9110, section 8.4.1.2).
  return isFramed(body) ? inflate : inflateRaw
}

function isFramed(body: Buffer): boolean {
  return body.length >= 2 && (body.readUInt8(0) & 0x0f) === 8 && body.readUInt16BE(0) % 31 === 0
}

function withoutCoding(rawHeaders: readonly string[]): string[] {
  const kept: string[] = []
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] as string
    if (name.toLowerCase() !== 'content-encoding') kept.push(name, rawHeaders[i + 1] as string)
  }
  return kept
}

import type { CallBody } from '../contract/calls.ts'

/** What is shown of an answer; a client would read all of it. */
const SHOWN_BYTES = 256 * 1024
/** Of an answer that never ends, as a stream may be. */
const MAX_BYTES = 16 * 1024 * 1024

/** The body of an answer, or its beginning. */
export async function readBody({ body, headers }: Response): Promise<CallBody> {
  const parts: Uint8Array[] = []
  let kept = 0
  let bytes = 0
  for await (const part of body ?? []) {
    bytes += part.length
    if (kept < SHOWN_BYTES) parts.push(part.subarray(0, SHOWN_BYTES - kept))
    kept = Math.min(SHOWN_BYTES, bytes)
    if (bytes > MAX_BYTES) break
  }
  const shown = Buffer.concat(parts)
  const text = headers.has('content-encoding') ? undefined : textOf(shown, bytes > kept)
  return text === undefined
    ? { text: shown.toString('base64'), isBinary: true, bytes, isCut: bytes > kept }
    : { text, isBinary: false, bytes, isCut: bytes > kept }
}

/** Undefined: it is none. A text that was cut off may end within a character. */
function textOf(bytes: Buffer, isCut: boolean): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut })
  } catch {
    return undefined
  }
}

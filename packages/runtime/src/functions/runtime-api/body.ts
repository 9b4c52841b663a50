import type { IncomingMessage } from 'node:http'

/** `cut`: the connection ended before the body did. `too-large`: it has been read to its end, and not kept. */
export type BodyRead = Buffer | 'too-large' | 'cut'

/** Reads to the end also what is too large, since a client may send all of a body before it reads the answer. */
export async function readWhole(message: AsyncIterable<Uint8Array>, maxBytes: number): Promise<BodyRead> {
  const parts: Uint8Array[] = []
  let size = 0
  try {
    for await (const part of message) {
      size += part.length
      if (size > maxBytes) parts.length = 0
      else parts.push(part)
    }
  } catch {
    return 'cut'
  }
  return size > maxBytes ? 'too-large' : Buffer.concat(parts)
}

/** A header's value, of those that may come several times the first. */
export function header(message: IncomingMessage, name: string): string | undefined {
  const value = message.headers[name]
  return Array.isArray(value) ? value[0] : value
}

/**
 * The frames that a server and a runtime of its own send each other through descriptor 3 of the child:
 *
 * | bytes | what |
 * | --- | --- |
 * | 4 | length of all that follows, big-endian |
 * | 1 | type, a letter |
 * | 4 | length of the head, big-endian |
 * | … | head: JSON text, may be empty |
 * | … | body: bytes as they are |
 *
 * Read on both sides, so it needs nothing but Node.
 */
export const FrameType = {
  /** Child: init is done. */
  ready: 'R',
  /** Child: init failed. Head `{errorType}`, body the error object. */
  initError: 'I',
  /** Child: the answer. */
  answer: 'A',
  /** Child: the invocation failed. Head `{errorType, ends?}`, body the error object; `ends` where the process ends now. */
  error: 'E',
  /** Child: an answer in chunks begins. Head `{contentType?}`. */
  streamBegin: 'S',
  chunk: 'C',
  streamEnd: 'Z',
  /** Child: it broke off. Head `{errorType}`, body the error object. */
  streamError: 'X',
  /** Child: one event for the log. Head `{level?, t}`, `t` in milliseconds since the epoch; body the message. */
  log: 'L',
  /** Child: a debugger may attach. Head `{url}`. */
  debugger: 'D',
  /** Server: an event. Head `{requestId, deadlineMs, invokedArn, traceId?, clientContext?, cognitoIdentity?}`. */
  next: 'N',
} as const

export interface Frame {
  readonly type: string
  /** JSON text, or empty. */
  readonly head: string
  /** May be a view of what was read: copy it to keep it for long. Empty where `bodyBytes` is over the limit. */
  readonly body: Buffer
  /** How long the body was: of one that is over the limit, nothing else is kept. */
  readonly bodyBytes: number
}

/** What came is no frame: nothing after it can be understood. */
export class BrokenFrame extends Error {
  constructor(why: string) {
    super(`what came over the pipe is no frame: ${why}`)
    this.name = 'BrokenFrame'
  }
}

const LENGTH_BYTES = 4
/** Type and length of the head. */
const FIXED_BYTES = 5
/** A client context may be 3583 bytes long. */
const MAX_HEAD_BYTES = 64 * 1024
/** Up to here a frame is one buffer; a longer body is not worth a copy. */
const SMALL_BODY_BYTES = 16 * 1024
const NOTHING = Buffer.alloc(0)

/** What is to be written for a frame: one buffer, or two where the body is long. */
export function encodeFrame(type: string, head: string, body: Uint8Array | string = NOTHING): readonly Uint8Array[] {
  const headBytes = head === '' ? 0 : Buffer.byteLength(head)
  const bodyBytes = typeof body === 'string' ? Buffer.byteLength(body) : body.length
  const start = LENGTH_BYTES + FIXED_BYTES + headBytes
  const isJoined = typeof body === 'string' || bodyBytes <= SMALL_BODY_BYTES
  const bytes = Buffer.allocUnsafe(isJoined ? start + bodyBytes : start)
  bytes.writeUInt32BE(FIXED_BYTES + headBytes + bodyBytes, 0)
  bytes[4] = type.charCodeAt(0)
  bytes.writeUInt32BE(headBytes, 5)
  if (headBytes > 0) bytes.write(head, LENGTH_BYTES + FIXED_BYTES)
  if (!isJoined) return [bytes, body as Uint8Array]
  if (typeof body === 'string') bytes.write(body, start)
  else bytes.set(body, start)
  return [bytes]
}

/**
 * Cuts what comes in into frames. A frame that comes whole is handed over without a copy; for one that comes in pieces
 * memory is taken once. A body over the limit is let go as it comes.
 */
export class FrameReader {
  readonly #onFrame: (frame: Frame) => void
  readonly #maxBodyBytes: number
  /** Of a frame that has begun: its first bytes, until it is known how long it is, then all of it. */
  #partial: Buffer = NOTHING
  #filled = 0
  /** Of a frame whose body is too long: how much of it is still to come. */
  #skipping = 0
  #skipped: Frame | undefined

  constructor(maxBodyBytes: number, onFrame: (frame: Frame) => void) {
    this.#maxBodyBytes = maxBodyBytes
    this.#onFrame = onFrame
  }

  /** Throws a {@link BrokenFrame}. */
  push(chunk: Buffer): void {
    let at = 0
    while (at < chunk.length) {
      if (this.#skipping > 0) at = this.#skip(chunk, at)
      else if (this.#filled > 0) at = this.#fill(chunk, at)
      else at = this.#readFrom(chunk, at)
    }
  }

  #readFrom(chunk: Buffer, at: number): number {
    const end = endOfFrame(chunk, at)
    if (end !== undefined && end <= chunk.length) {
      const bodyBytes = end - startOfBody(chunk, at, end)
      if (bodyBytes <= this.#maxBodyBytes) {
        this.#onFrame(decode(chunk, at, end))
        return end
      }
    }
    this.#partial = Buffer.allocUnsafe(LENGTH_BYTES + FIXED_BYTES)
    return this.#fill(chunk, at)
  }

  #fill(chunk: Buffer, at: number): number {
    const taken = chunk.copy(this.#partial, this.#filled, at)
    this.#filled += taken
    if (this.#filled < this.#partial.length) return at + taken
    const end = endOfFrame(this.#partial, 0) as number
    const body = startOfBody(this.#partial, 0, end)
    const isTooLong = end - body > this.#maxBodyBytes
    const wanted = isTooLong ? body : end
    if (this.#filled < wanted) {
      const longer = Buffer.allocUnsafe(wanted)
      this.#partial.copy(longer, 0, 0, this.#filled)
      this.#partial = longer
      return at + taken
    }
    const frame = decode(this.#partial, 0, wanted)
    this.#partial = NOTHING
    this.#filled = 0
    if (!isTooLong) this.#onFrame(frame)
    else {
      this.#skipping = end - body
      this.#skipped = { ...frame, bodyBytes: end - body }
    }
    return at + taken
  }

  #skip(chunk: Buffer, at: number): number {
    const taken = Math.min(this.#skipping, chunk.length - at)
    this.#skipping -= taken
    if (this.#skipping === 0 && this.#skipped) {
      this.#onFrame(this.#skipped)
      this.#skipped = undefined
    }
    return at + taken
  }
}

/** Undefined where not even the fixed part is there. */
function endOfFrame(bytes: Buffer, at: number): number | undefined {
  if (bytes.length - at < LENGTH_BYTES + FIXED_BYTES) return undefined
  return at + LENGTH_BYTES + bytes.readUInt32BE(at)
}

function startOfBody(bytes: Buffer, at: number, end: number): number {
  const type = bytes[at + LENGTH_BYTES] as number
  if (type < 0x41 || type > 0x5a) throw new BrokenFrame(`its type is ${type}`)
  const headBytes = bytes.readUInt32BE(at + LENGTH_BYTES + 1)
  const start = at + LENGTH_BYTES + FIXED_BYTES + headBytes
  if (headBytes > MAX_HEAD_BYTES || start > end) throw new BrokenFrame(`its head is ${headBytes} bytes long`)
  return start
}

function decode(bytes: Buffer, at: number, end: number): Frame {
  const start = startOfBody(bytes, at, bytes.readUInt32BE(at) + at + LENGTH_BYTES)
  const head = at + LENGTH_BYTES + FIXED_BYTES
  return {
    type: String.fromCharCode(bytes[at + LENGTH_BYTES] as number),
    head: start === head ? '' : bytes.toString('utf8', head, start),
    body: start === end ? NOTHING : bytes.subarray(start, end),
    bodyBytes: end - start,
  }
}

import { Writable } from 'node:stream'
import { FrameType } from '../../../environment/frames.ts'
import { RuntimeError } from './errors.ts'
import type { ErrorObject, Pipe } from './pipe.ts'

const PRELUDE_CONTENT_TYPE = 'application/vnd.awslambda.http-integration-response'
const PRELUDE_END = Buffer.alloc(8)
/** A frame's body has a limit, what a function writes at once has none. */
const MAX_CHUNK_BYTES = 1024 * 1024

/** What a streaming handler writes its answer to. */
export class ResponseStream extends Writable {
  readonly #pipe: Pipe
  #contentType: string | undefined
  #hasBegun = false
  #isWritten = false
  /** Set by {@link withPrelude}; the name is that of AWS's stream, whose helper others have copied. */
  _onBeforeFirstWrite: ((write: (bytes: Uint8Array | string) => void) => void) | undefined

  constructor(pipe: Pipe, highWaterMark: number | undefined) {
    super({ decodeStrings: true, ...(highWaterMark !== undefined && { highWaterMark }) })
    this.#pipe = pipe
  }

  setContentType(contentType: string): void {
    if (this.#isWritten) throw new RuntimeError('InvalidStreamingOperation', 'Cannot set content-type, too late.')
    this.#contentType = contentType
  }

  /** Objects are written as JSON. */
  override write(chunk: unknown, ...rest: unknown[]): boolean {
    const isBytes = typeof chunk === 'string' || chunk instanceof Uint8Array
    if (!this.#isWritten) {
      this.#isWritten = true
      this._onBeforeFirstWrite?.((bytes) => super.write(bytes))
    }
    return super.write(isBytes ? chunk : JSON.stringify(chunk), ...(rest as []))
  }

  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.#begin()
    for (let at = 0; at < chunk.length - MAX_CHUNK_BYTES; at += MAX_CHUNK_BYTES) {
      this.#pipe.stream(FrameType.chunk, '', chunk.subarray(at, at + MAX_CHUNK_BYTES), () => {})
    }
    this.#pipe.stream(FrameType.chunk, '', chunk.subarray(lastPart(chunk.length)), done)
  }

  override _final(done: () => void): void {
    this.#begin()
    this.#pipe.stream(FrameType.streamEnd, '', undefined, done)
  }

  /** The answer is an error, or breaks off with one. */
  fail(error: ErrorObject, done: () => void): void {
    if (!this.#hasBegun) {
      this.#pipe.fail(error)
      done()
    } else {
      this.#pipe.stream(
        FrameType.streamError,
        JSON.stringify({ errorType: error.errorType }),
        JSON.stringify(error),
        done,
      )
    }
    this.on('error', () => {}).destroy()
  }

  #begin(): void {
    if (this.#hasBegun) return
    this.#hasBegun = true
    this.#pipe.stream(FrameType.streamBegin, JSON.stringify({ contentType: this.#contentType }), undefined, () => {})
  }
}

function lastPart(bytes: number): number {
  return Math.max(0, Math.ceil(bytes / MAX_CHUNK_BYTES) - 1) * MAX_CHUNK_BYTES
}

/** `awslambda.HttpResponseStream.from`: status, headers and cookies go before the body. */
export function withPrelude(stream: ResponseStream, prelude: unknown): ResponseStream {
  stream.setContentType(PRELUDE_CONTENT_TYPE)
  const text = JSON.stringify(prelude)
  stream._onBeforeFirstWrite = (write) => {
    write(text)
    write(PRELUDE_END)
  }
  return stream
}

/** What a function that streams an HTTP answer declares as the type of its stream. */
export const HTTP_STREAM = 'application/vnd.awslambda.http-integration-response'

/** Between status and headers, which are JSON, and the body (documented: response-streaming-lambda-configure). */
const DELIMITER = Buffer.alloc(8)
/** Within so many bytes it must have come (documented: same). */
const MAX_HEAD_BYTES = 16 * 1024

export interface StreamedHttp {
  /** JSON: status, headers, cookies. */
  readonly head: Buffer
  readonly body: AsyncIterable<Uint8Array>
}

/** Reads a stream of {@link HTTP_STREAM} as far as its body begins. Throws what `malformed` makes of a reason. */
export async function readStreamedHttp(
  stream: AsyncIterable<Uint8Array>,
  malformed: (reason: string) => Error,
): Promise<StreamedHttp> {
  const parts = stream[Symbol.asyncIterator]()
  let read: Buffer = Buffer.alloc(0)
  try {
    for (;;) {
      const end = read.indexOf(DELIMITER)
      if (end >= 0) {
        const rest = read.subarray(end + DELIMITER.length)
        return { head: read.subarray(0, end), body: { [Symbol.asyncIterator]: () => following(rest, parts) } }
      }
      if (read.length > MAX_HEAD_BYTES) throw malformed('no delimiter follows its metadata')
      const { done, value } = await parts.next()
      if (done) throw malformed('its stream has ended before its metadata')
      read = Buffer.concat([read, value])
    }
  } catch (error) {
    await parts.return?.()
    throw error
  }
}

/** What was read too far, and then the stream. */
function following(rest: Uint8Array, parts: AsyncIterator<Uint8Array>): AsyncIterator<Uint8Array> {
  let isFirst = rest.length > 0
  return {
    next() {
      if (!isFirst) return parts.next()
      isFirst = false
      return Promise.resolve({ done: false, value: rest })
    },
    return: async () => (await parts.return?.()) ?? { done: true, value: undefined },
  }
}

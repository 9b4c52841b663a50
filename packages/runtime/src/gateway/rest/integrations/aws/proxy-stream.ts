import { isJsonObject, type JsonValue } from '../../../../kernel/json.ts'
import type { HeaderList } from '../../../../kernel/wire.ts'
import { malformed, readProxyHead } from './proxy-response.ts'

/** What a function that streams an HTTP answer declares. */
export const HTTP_STREAM = 'application/vnd.awslambda.http-integration-response'
/** Between status and headers, which are JSON, and the body (documented: response-streaming-lambda-configure). */
const DELIMITER = Buffer.alloc(8)
/** Within so many bytes it must have come (documented: same). */
const MAX_HEAD_BYTES = 16 * 1024

export interface StreamedResponse {
  readonly status: number
  readonly headers: HeaderList
  readonly body: AsyncIterable<Uint8Array>
}

/** Reads as far as the body begins. */
export async function readStreamedResponse(stream: AsyncIterable<Uint8Array>): Promise<StreamedResponse> {
  const parts = stream[Symbol.asyncIterator]()
  let head: Buffer = Buffer.alloc(0)
  try {
    for (;;) {
      const end = head.indexOf(DELIMITER)
      if (end >= 0) {
        const rest = head.subarray(end + DELIMITER.length)
        return { ...metadata(head.subarray(0, end)), body: { [Symbol.asyncIterator]: () => following(rest, parts) } }
      }
      if (head.length > MAX_HEAD_BYTES) throw malformed('no delimiter follows its metadata')
      const { done, value } = await parts.next()
      if (done) throw malformed('its stream has ended before its metadata')
      head = Buffer.concat([head, value])
    }
  } catch (error) {
    await parts.return?.()
    throw error
  }
}

function metadata(text: Buffer): Omit<StreamedResponse, 'body'> {
  let value: JsonValue
  try {
    value = JSON.parse(text.toString()) as JsonValue
  } catch {
    throw malformed('its metadata is not JSON')
  }
  if (!isJsonObject(value)) throw malformed('its metadata is no object')
  const { status, headers } = readProxyHead(value)
  const { cookies } = value
  const set = Array.isArray(cookies) ? cookies.filter((cookie) => typeof cookie === 'string') : []
  return { status, headers: [...headers, ...set.map((cookie): [string, string] => ['Set-Cookie', cookie])] }
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

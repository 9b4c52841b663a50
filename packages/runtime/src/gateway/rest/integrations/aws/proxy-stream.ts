import { functionJson } from '../../../../kernel/function-json.ts'
import { isJsonObject } from '../../../../kernel/json.ts'
import { malformed } from '../../../../kernel/malformed-answer.ts'
import { readStreamedHttp } from '../../../../kernel/streamed-http.ts'
import type { HeaderList } from '../../../../kernel/wire.ts'
import { readProxyHead } from '../../../functions/proxy-response.ts'

export interface StreamedResponse {
  readonly status: number
  readonly headers: HeaderList
  readonly body: AsyncIterable<Uint8Array>
}

/** Reads as far as the body begins. */
export async function readStreamedResponse(stream: AsyncIterable<Uint8Array>): Promise<StreamedResponse> {
  const { head, body } = await readStreamedHttp(stream, malformed)
  try {
    return { ...metadata(head), body }
  } catch (error) {
    await body[Symbol.asyncIterator]().return?.()
    throw error
  }
}

function metadata(text: Buffer): Omit<StreamedResponse, 'body'> {
  const value = functionJson(text)
  if (!isJsonObject(value)) throw malformed('its metadata is no JSON object, or nested too deeply')
  const { status, headers } = readProxyHead(value)
  const { cookies } = value
  const set = Array.isArray(cookies) ? cookies.filter((cookie) => typeof cookie === 'string') : []
  return { status, headers: [...headers, ...set.map((cookie): [string, string] => ['Set-Cookie', cookie])] }
}

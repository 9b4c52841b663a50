import type { Soon } from '../../kernel/soon.ts'
import type { WireResponse } from '../../kernel/wire.ts'

/** `length`: bytes of the answer's body that were sent. */
type Ended = (response: WireResponse, length: number) => void

/** Gives the answer on, and tells once it is complete. */
export function followAnswer(answer: Soon<WireResponse>, ended: Ended): Soon<WireResponse> {
  return answer instanceof Promise ? answer.then((response) => follow(response, ended)) : follow(answer, ended)
}

function follow(response: WireResponse, ended: Ended): WireResponse {
  const { body } = response
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    ended(response, Buffer.byteLength(body))
    return response
  }
  return { ...response, body: counted(body, (length) => ended(response, length)) }
}

/** A body that tells its length when it ends, or when the client leaves. */
async function* counted(body: AsyncIterable<Uint8Array>, ended: (length: number) => void): AsyncGenerator<Uint8Array> {
  let length = 0
  try {
    for await (const part of body) {
      length += part.length
      yield part
    }
  } finally {
    ended(length)
  }
}

import { promisify } from 'node:util'
import * as zlib from 'node:zlib'
import type { Soon } from '../../../kernel/soon.ts'
import type { HeaderList, WireResponse } from '../../../kernel/wire.ts'
import type { Exchange } from '../exchange.ts'
import { acceptedCoding, type Coding } from './accepted-coding.ts'

const COMPRESSORS: Readonly<Record<Coding, (body: string | Buffer) => Promise<Buffer>>> = {
  gzip: promisify<string | Buffer, Buffer>(zlib.gzip),
  deflate: promisify<string | Buffer, Buffer>(zlib.deflate),
}

/**
 * Compresses what the integration has answered, once it is mapped, if the client wants that and it is no smaller than the
 * API says (documented: api-gateway-receive-response-with-compressed-payload). What has a coding already passes as it is, and
 * so does what streams (documented: response-transfer-mode) and, by inference, a gateway response.
 */
export function compressedAnswer(
  exchange: Exchange,
  answer: Soon<WireResponse>,
  minimumBytes: number,
): Soon<WireResponse> {
  const coding = acceptedCoding(exchange.call.headers['accept-encoding'])
  if (coding === undefined) return answer
  return answer instanceof Promise
    ? answer.then((response) => compressed(exchange, response, coding, minimumBytes))
    : compressed(exchange, answer, coding, minimumBytes)
}

function compressed(
  { answeredBy, failure }: Exchange,
  response: WireResponse,
  coding: Coding,
  minimumBytes: number,
): Soon<WireResponse> {
  const { body, headers } = response
  if (failure || (typeof body !== 'string' && !Buffer.isBuffer(body))) return response
  const size = Buffer.byteLength(body)
  if (size === 0 || size < minimumBytes) return response
  if (hasCoding(headers) || hasCoding(answeredBy?.headers ?? [])) return response
  return COMPRESSORS[coding](body).then((bytes) => ({
    ...response,
    headers: headers.flatMap(([name, value]) =>
      name.toLowerCase() === 'content-length'
        ? [[name, String(bytes.length)] as const, ['Content-Encoding', coding] as const]
        : [[name, value] as const],
    ),
    body: bytes,
  }))
}

function hasCoding(headers: HeaderList): boolean {
  return headers.some(([name]) => name.toLowerCase() === 'content-encoding')
}

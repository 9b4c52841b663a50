import { crc32 } from 'node:zlib'
import { isTree, writeTree } from './json-values.ts'
import { type ServiceModel, shapeOf } from './model.ts'

/** Events of a stream by name: each value has the one member that it is. */
export type Events = AsyncIterable<Readonly<Record<string, unknown>>>

export const EVENT_STREAM_TYPE = 'application/vnd.amazon.eventstream'

const TIMESTAMPS = { byDefault: 'unixTimestamp', wholeSeconds: false } as const
/** Total length, length of the headers, their checksum. */
const PRELUDE_BYTES = 12
const CHECKSUM_BYTES = 4
/** A header's value is a text with two bytes of length in front. */
const TEXT = 7

/** Amazon's event stream encoding (documented: Smithy, "Amazon Event Stream Specification"). */
export async function* writeEventStream(model: ServiceModel, shape: string, events: Events): AsyncGenerator<Buffer> {
  for await (const event of events) {
    for (const [name, value] of Object.entries(event)) {
      const member = shapeOf(model, shape).members?.[name]
      if (member) yield eventMessage(name, ...payloadOf(model, member.shape, value))
    }
  }
}

function payloadOf(model: ServiceModel, shape: string, value: unknown): [type: string, payload: Buffer] {
  const [payload] = Object.entries(shapeOf(model, shape).members ?? {}).filter(([, member]) => member.eventpayload)
  if (payload) {
    const bytes = isTree(value) ? value[payload[0]] : undefined
    return ['application/octet-stream', bytes instanceof Uint8Array ? Buffer.from(bytes) : Buffer.alloc(0)]
  }
  return ['application/json', Buffer.from(JSON.stringify(writeTree(model, { shape }, value, TIMESTAMPS)))]
}

function eventMessage(event: string, contentType: string, payload: Buffer): Buffer {
  const headers = Buffer.concat([
    header(':event-type', event),
    header(':content-type', contentType),
    header(':message-type', 'event'),
  ])
  const message = Buffer.alloc(PRELUDE_BYTES + headers.length + payload.length + CHECKSUM_BYTES)
  message.writeUInt32BE(message.length, 0)
  message.writeUInt32BE(headers.length, 4)
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8)
  headers.copy(message, PRELUDE_BYTES)
  payload.copy(message, PRELUDE_BYTES + headers.length)
  message.writeUInt32BE(crc32(message.subarray(0, -CHECKSUM_BYTES)), message.length - CHECKSUM_BYTES)
  return message
}

function header(name: string, value: string): Buffer {
  const text = Buffer.from(value)
  const length = Buffer.alloc(2)
  length.writeUInt16BE(text.length)
  return Buffer.concat([Buffer.from([Buffer.byteLength(name)]), Buffer.from(name), Buffer.from([TEXT]), length, text])
}

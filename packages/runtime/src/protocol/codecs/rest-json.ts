import type { WireBody, WireResponse } from '../../kernel/wire.ts'
import type { Answer, Codec } from '../codec.ts'
import { type Events, writeEventStream } from '../event-stream.ts'
import { headerText } from '../header-text.ts'
import { isTree, parseJson, readTree, wireTree, writeTree } from '../json-values.ts'
import { type ServiceModel, type Shape, shapeOf } from '../model.ts'
import { readBindings, writeBindings } from '../rest-bindings.ts'
import { serializationError, wireErrorOf } from '../wire-errors.ts'
import { errorMembers } from './aws-json.ts'

/** Observed on API Gateway: whole epoch seconds. */
const TIMESTAMPS = { byDefault: 'unixTimestamp', wholeSeconds: true } as const

/** REST addresses with JSON bodies (API Gateway, Lambda). */
export const restJson: Codec = {
  read(target, call) {
    const { model, operation } = target
    if (!operation.input) return {}
    const shape = shapeOf(model, operation.input.shape)
    const bound = readBindings(target, call, call.request.headers)
    return { ...readBody(model, operation.input.shape, shape, call.request.body), ...bound }
  },
  write({ model, operation }, output, answer) {
    const shape = operation.output && shapeOf(model, operation.output.shape)
    const { headers, status } = writeBindings(model, shape, output)
    const payload = writeBody(model, operation.output?.shape, shape, output)
    return respond(status ?? operation.http.status ?? 200, payload, answer, headers)
  },
  writeError(error, answer, model) {
    const { code, status, shape } = wireErrorOf(error, model)
    const { headers } = model ? writeBindings(model, shape, error.members) : { headers: [] }
    const body = JSON.stringify({ [messageKey(shape)]: error.message, ...errorMembers(error, model) })
    return respond(status, body, answer, [['x-amzn-ErrorType', headerText(code)], ...headers])
  },
}

/** Recorded on Lambda: a shape that spells its message with a capital letter is written so. */
function messageKey(shape: Shape | undefined): 'Message' | 'message' {
  return shape?.members?.Message && !shape.members.message ? 'Message' : 'message'
}

function readBody(model: ServiceModel, name: string, shape: Shape, body: Buffer): Record<string, unknown> {
  if (shape.payload) {
    const member = shape.members?.[shape.payload]
    const payload = member && shapeOf(model, member.shape)
    if (!member || !payload || !body.length) return {}
    if (payload.type === 'blob') return { [shape.payload]: body }
    if (payload.type === 'string') return { [shape.payload]: body.toString('utf8') }
    return { [shape.payload]: readTree(model, member, parseJson(body), wireTree) }
  }
  const inBody = Object.values(shape.members ?? {}).some((member) => !member.location)
  if (!body.length || !inBody) return {}
  const value = parseJson(body)
  if (!isTree(value)) throw serializationError('The request body must be a JSON object.')
  const read = readTree(model, { shape: name }, value, wireTree) as Record<string, unknown>
  // What is bound to the address counts there only.
  for (const [memberName, member] of Object.entries(shape.members ?? {})) if (member.location) delete read[memberName]
  return read
}

function writeBody(model: ServiceModel, name: string | undefined, shape: Shape | undefined, output: unknown): WireBody {
  if (!name || !shape) return ''
  if (shape.payload) {
    const member = shape.members?.[shape.payload]
    const value = isTree(output) ? output[shape.payload] : undefined
    if (!member || value === undefined || value === null) return ''
    if (shapeOf(model, member.shape).eventstream) return writeEventStream(model, member.shape, value as Events)
    if (value instanceof Uint8Array) return Buffer.from(value)
    return typeof value === 'string' ? value : JSON.stringify(writeTree(model, member, value, TIMESTAMPS))
  }
  const inBody = Object.values(shape.members ?? {}).some((member) => !member.location)
  return inBody ? JSON.stringify(writeTree(model, { shape: name }, output ?? {}, TIMESTAMPS)) : ''
}

function respond(
  status: number,
  body: WireBody,
  { requestId }: Answer,
  headers: WireResponse['headers'],
): WireResponse {
  const typed = headers.some(([name]) => name.toLowerCase() === 'content-type')
  return {
    status,
    headers: [
      ['x-amzn-RequestId', requestId],
      ...(typed || isEmpty(body) ? [] : [['Content-Type', 'application/json'] as const]),
      ...headers,
    ],
    body,
  }
}

function isEmpty(body: WireBody): boolean {
  return (typeof body === 'string' || Buffer.isBuffer(body)) && body.length === 0
}

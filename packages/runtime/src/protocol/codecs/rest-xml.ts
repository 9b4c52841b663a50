import type { HeaderList, WireResponse } from '../../kernel/wire.ts'
import { decodeAwsChunked, isAwsChunked } from '../aws-chunked.ts'
import type { Answer, Codec, OperationRef } from '../codec.ts'
import { headerText } from '../header-text.ts'
import { isTree } from '../json-values.ts'
import { type Member, type ServiceModel, type Shape, shapeOf } from '../model.ts'
import { readBindings, writeBindings } from '../rest-bindings.ts'
import { rootNameOf, S3_NAMESPACE, UNWRAPPED } from '../s3-documents.ts'
import { wireErrorOf } from '../wire-errors.ts'
import { parseXml } from '../xml-reader.ts'
import { membersToXml, valueFromXml, valueToXml } from '../xml-values.ts'
import { element, writeXml } from '../xml-writer.ts'

type Headers = Readonly<Record<string, string | undefined>>

/** REST addresses with XML bodies. What models leave open of them is written as S3 does, or as all others do. */
export const restXml: Codec = {
  read(target, call) {
    const { request } = call
    const { body, headers } = unframed(request.body, request.headers)
    return { ...readBody(target, body), ...readBindings(target, call, headers) }
  },
  write(target, output, answer) {
    const { model, operation } = target
    const shape = operation.output && shapeOf(model, operation.output.shape)
    const { headers, status } = writeBindings(model, shape, output)
    const body = answer.request.method === 'HEAD' ? '' : writeBody(target, shape, output)
    return respond(status ?? statusOf(headers) ?? operation.http.status ?? 200, body, answer, headers)
  },
  writeError(error, answer, model) {
    const { code, status, shape } = wireErrorOf(error, model)
    const { headers } = model ? writeBindings(model, shape, error.members) : { headers: [] }
    const more = Object.entries(error.members)
      .filter(([name, value]) => value !== undefined && !shape?.members?.[name]?.location)
      .map(([name, value]) => element(name, String(value)))
    // The documented `Resource` stands in no error that was recorded.
    const content = [
      element('Code', code),
      element('Message', error.message),
      ...more,
      element('RequestId', answer.requestId),
      element('HostId', hostId(answer.requestId)),
    ]
    if (model && model.name !== 's3') {
      const error = element('Error', [element('Type', status < 500 ? 'Sender' : 'Receiver'), ...content.slice(0, -2)])
      const wrapped = [error, element('RequestId', answer.requestId)]
      return respond(status, document('ErrorResponse', wrapped, namespaceOf(model)), answer, headers)
    }
    // An answer to HEAD has no body, and 304 never has one (RFC 9110, section 15.4.5).
    const bare = answer.request.method === 'HEAD' || status === 304
    return respond(status, bare ? '' : `${DECLARATION}${writeXml(element('Error', content))}`, answer, headers)
  },
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** The body and headers as if the client had not used `aws-chunked`: trailing checksums count as headers. */
function unframed(body: Buffer, headers: Headers): { body: Buffer; headers: Headers } {
  if (!isAwsChunked(headers)) return { body, headers }
  const { body: content, trailers } = decodeAwsChunked(body, headers)
  const codings = (headers['content-encoding'] ?? '')
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding && coding !== 'aws-chunked')
  return {
    body: content,
    headers: {
      ...headers,
      ...trailers,
      'content-encoding': codings.length ? codings.join(',') : undefined,
      'content-length': String(content.length),
    },
  }
}

function readBody({ model, operation }: OperationRef, body: Buffer): Record<string, unknown> {
  const shape = operation.input && shapeOf(model, operation.input.shape)
  if (!shape) return {}
  if (!shape.payload) {
    const inBody = body.length > 0 && Object.values(shape.members ?? {}).some((member) => !member.location)
    // The root element has the name of the input, and its members are the body's.
    return inBody
      ? (valueFromXml(model, { shape: operation.input?.shape ?? '' }, parseXml(body)) as Record<string, unknown>)
      : {}
  }
  const member = shape.members?.[shape.payload]
  const payload = member && shapeOf(model, member.shape)
  if (!member || !payload) return {}
  if (payload.type === 'blob') return { [shape.payload]: body }
  if (body.length === 0) return {}
  if (payload.type === 'string') return { [shape.payload]: body.toString('utf8') }
  return { [shape.payload]: valueFromXml(model, member, parseXml(body)) }
}

function writeBody(
  { model, name, operation }: OperationRef,
  shape: Shape | undefined,
  output: unknown,
): string | Buffer {
  if (!shape || !operation.output) return ''
  const value = isTree(output) ? output : {}
  if (shape.payload) return writePayload(model, shape.payload, shape.members?.[shape.payload], value[shape.payload])
  const unwrapped = UNWRAPPED[name]
  if (unwrapped) return document(unwrapped, String(value[unwrapped] ?? ''))
  const inBody = Object.values(shape.members ?? {}).some((member) => !member.location)
  if (!inBody) return ''
  const content = membersToXml(model, operation.output.shape, value)
  return model.name === 's3'
    ? document(rootNameOf(name), content)
    : document(operation.output.shape, content, namespaceOf(model))
}

function writePayload(model: ServiceModel, name: string, member: Member | undefined, value: unknown): string | Buffer {
  if (!member || value === undefined || value === null) return ''
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  if (typeof value === 'string') return value
  const [root] = valueToXml(model, member.locationName ?? name, member, value)
  return root ? document(root.name, root.content) : ''
}

type Content = Parameters<typeof element>[1]

function document(name: string, content: Content, namespace = S3_NAMESPACE): string {
  return `${DECLARATION}${writeXml(element(name, content, [['xmlns', namespace]]))}`
}

/** Of a service's documents: its operations say it of what they take. */
function namespaceOf({ operations }: ServiceModel): string {
  const given = Object.values(operations).find(({ input }) => input?.xmlNamespace !== undefined)?.input?.xmlNamespace
  return typeof given === 'object' ? given.uri : (given ?? '')
}

function respond(status: number, body: string | Buffer, { requestId }: Answer, headers: HeaderList): WireResponse {
  const typed = headers.some(([name]) => name.toLowerCase() === 'content-type')
  const type = typeof body === 'string' && body.startsWith('<?xml') ? 'application/xml' : 'application/json'
  return {
    status,
    headers: [
      ['x-amz-request-id', headerText(requestId)],
      ['x-amz-id-2', hostId(requestId)],
      ...(typed || body.length === 0 || Buffer.isBuffer(body) ? [] : [['Content-Type', type] as const]),
      ...headers,
    ],
    body,
  }
}

/** S3's second request id is opaque; ours repeats the first. */
function hostId(requestId: string): string {
  return Buffer.from(`sallyport/${requestId}`).toString('base64')
}

/** An answer that says which part of the whole it is has a status of its own (RFC 9110, section 15.3.7). */
function statusOf(headers: HeaderList): number | undefined {
  return headers.some(([name]) => name.toLowerCase() === 'content-range') ? 206 : undefined
}

import { wellFormed } from '../kernel/well-formed.ts'
import { exceededBound } from './json-bounds.ts'
import { type Member, membersOf, type ServiceModel, shapeOf, type TimestampFormat } from './model.ts'
import { readBase64 } from './scalars.ts'
import { dateFromSeconds, formatTimestamp, timestampFormatOf } from './timestamps.ts'
import { serializationError } from './wire-errors.ts'

/** Deeper documents than any client sends; the store and the log must be able to write them down again. */
const MAX_DEPTH = 200
/** The longest list that an API takes has 10,000 items of two members (CloudWatch Logs, `PutLogEvents`). */
const MAX_VALUES = 100_000

/** JSON text of a request as a value; refuses what is not JSON, as Coral services do. */
export function parseJson(body: Buffer): unknown {
  const exceeded = exceededBound({ depth: MAX_DEPTH, values: MAX_VALUES }, body)
  if (exceeded === 'depth') throw tooDeep()
  if (exceeded === 'values') throw serializationError(`Documents may hold ${MAX_VALUES} values.`)
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body)
    const value: unknown = JSON.parse(text)
    return HALF_OF_A_PAIR.test(text) ? withoutHalves(value) : value
  } catch {
    throw serializationError('The request body is not well-formed JSON.')
  }
}

/** As JSON spells it. */
const HALF_OF_A_PAIR = /\\u[dD][89a-fA-F]/

/** What is stored, compared and sent on is UTF-8, in which half a character is none (inferred: AWS's own is not documented). */
function withoutHalves(value: unknown): unknown {
  if (typeof value === 'string') return wellFormed(value)
  if (Array.isArray(value)) return value.map(withoutHalves)
  if (!isTree(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [wellFormed(name), withoutHalves(item)]))
}

/**
 * How values stand in a tree before they are read: JSON from the wire has wire names, epoch seconds and base64; a call
 * from inside has member names, dates and buffers.
 */
export interface TreeForm {
  readonly nameOf: (name: string, member: Member) => string
  readonly timestamp: (value: unknown) => unknown
  readonly blob: (value: unknown) => unknown
}

export const wireTree: TreeForm = {
  nameOf: (name, member) => member.locationName ?? name,
  timestamp: (value) => (typeof value === 'number' ? (dateFromSeconds(value) ?? value) : value),
  blob: (value) => (typeof value === 'string' ? (readBase64(value) ?? value) : value),
}

export const innerTree: TreeForm = {
  nameOf: (name) => name,
  timestamp: (value) => value,
  blob: (value) => (value instanceof Uint8Array && !Buffer.isBuffer(value) ? Buffer.from(value) : value),
}

/**
 * Reads what the shape knows from a tree; unknown members and nulls are left out, as AWS leaves them out, but for the
 * nulls of a sparse map. Values of a wrong type stay for the validator to name.
 */
export function readTree(model: ServiceModel, reference: Member, value: unknown, form: TreeForm): unknown {
  const shape = shapeOf(model, reference.shape)
  switch (shape.type) {
    case 'structure': {
      if (!isTree(value)) return value
      if (shape.document) return checkedDocument(value)
      const result: Record<string, unknown> = {}
      for (const [name, member] of membersOf(shape)) {
        const wireName = form.nameOf(name, member)
        if (!Object.hasOwn(value, wireName)) continue
        const item = value[wireName]
        if (item !== undefined && item !== null) result[name] = readTree(model, member, item, form)
      }
      return result
    }
    case 'list': {
      const { member } = shape
      if (!Array.isArray(value) || !member) return value
      // A list that is too long is refused as such: nobody looks at what stands beyond.
      const { max = value.length } = shape
      return value.map((item: unknown, i) => (i < max ? readTree(model, member, item, form) : item))
    }
    case 'map': {
      const member = shape.value
      if (!isTree(value) || !member) return value
      return Object.fromEntries(
        Object.entries(value)
          .filter(([, item]) => item !== undefined && (item !== null || shape.sparse))
          .map(([key, item]) => [key, item === null ? null : readTree(model, member, item, form)]),
      )
    }
    case 'timestamp':
      return form.timestamp(value)
    case 'blob':
      return form.blob(value)
    default:
      return value
  }
}

export function isTree(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !(value instanceof Uint8Array)
  )
}

function checkedDocument(document: unknown): unknown {
  let level: unknown[] = [document]
  for (let depth = 0; level.length; depth++) {
    if (depth > MAX_DEPTH) throw tooDeep()
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []))
  }
  return document
}

function tooDeep() {
  return serializationError(`Documents may be nested ${MAX_DEPTH} levels deep.`)
}

export interface JsonTimestamps {
  readonly byDefault: TimestampFormat
  /** API Gateway counts whole seconds, the Coral services fractions. */
  readonly wholeSeconds: boolean
}

/** The JSON value of an output; what is undefined or unknown to the model is not written. */
export function writeTree(model: ServiceModel, reference: Member, value: unknown, timestamps: JsonTimestamps): unknown {
  const shape = shapeOf(model, reference.shape)
  switch (shape.type) {
    case 'structure': {
      if (!isTree(value) || shape.document) return value
      const result: Record<string, unknown> = {}
      for (const [name, member] of membersOf(shape)) {
        const item = value[name]
        if (item === undefined || item === null || member.location) continue
        result[member.locationName ?? name] = writeTree(model, member, item, timestamps)
      }
      return result
    }
    case 'list': {
      const { member } = shape
      return Array.isArray(value) && member ? value.map((item) => writeTree(model, member, item, timestamps)) : value
    }
    case 'map': {
      const member = shape.value
      if (!isTree(value) || !member) return value
      return Object.fromEntries(
        Object.entries(value)
          .filter(([, item]) => item !== undefined)
          .map(([key, item]) => [key, item === null ? null : writeTree(model, member, item, timestamps)]),
      )
    }
    case 'timestamp':
      return value instanceof Date ? jsonTimestamp(reference, shape, value, timestamps) : value
    case 'blob':
      return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value
    default:
      return value
  }
}

function jsonTimestamp(
  reference: Member,
  shape: Parameters<typeof timestampFormatOf>[1],
  date: Date,
  timestamps: JsonTimestamps,
): number | string {
  const format = timestampFormatOf(reference, shape, timestamps.byDefault)
  // Without the fraction of a whole second (observed on API Gateway: `2020-04-08T00:08:44Z`), unlike in XML.
  if (format !== 'unixTimestamp') return formatTimestamp(date, format).replace('.000Z', 'Z')
  return timestamps.wholeSeconds ? Math.floor(date.getTime() / 1000) : date.getTime() / 1000
}

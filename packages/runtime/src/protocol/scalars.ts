import type { Member, Shape, TimestampFormat } from './model.ts'
import { formatTimestamp, parseTimestamp, timestampFormatOf } from './timestamps.ts'

const INTEGER = /^[+-]?\d{1,19}$/
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/

/**
 * Reads a scalar from text: a form field, an XML element, a header, a part of the address. Text that does not fit the
 * shape is given back unread and refused by the validator.
 */
export function readScalarText(shape: Shape, text: string): unknown {
  switch (shape.type) {
    case 'boolean':
      return text === 'true' || text === 'True' ? true : text === 'false' || text === 'False' ? false : text
    case 'integer':
    case 'long':
      return INTEGER.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text
    case 'float':
    case 'double':
      return DECIMAL.test(text) ? Number(text) : text
    case 'timestamp':
      return parseTimestamp(text) ?? text
    case 'blob':
      return readBase64(text) ?? text
    default:
      return text
  }
}

/** Writes a scalar where only text can stand. */
export function writeScalarText(member: Member, shape: Shape, value: unknown, timestamps: TimestampFormat): string {
  if (value instanceof Date) {
    const format = timestampFormatOf(member, shape, timestamps)
    return format === 'unixTimestamp' ? String(value.getTime() / 1000) : formatTimestamp(value, format)
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  return String(value)
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

/** Undefined for what is not base64; Node's own decoder would skip what it does not know. */
export function readBase64(text: string): Buffer | undefined {
  const compact = /\s/.test(text) ? text.replace(/\s+/g, '') : text
  return BASE64.test(compact) ? Buffer.from(compact, 'base64') : undefined
}

import type { Member, Shape, TimestampFormat } from './model.ts'

/** The form of a timestamp: the member's own, its shape's, else what the place it appears in uses by default. */
export function timestampFormatOf(member: Member, shape: Shape, byDefault: TimestampFormat): TimestampFormat {
  return member.timestampFormat ?? shape.timestampFormat ?? byDefault
}

export function formatTimestamp(date: Date, format: 'iso8601' | 'rfc822'): string {
  return format === 'iso8601' ? date.toISOString() : date.toUTCString()
}

const EPOCH_SECONDS = /^-?\d{1,15}(\.\d{1,9})?$/
/** RFC 3339 as Smithy's `date-time`; a date alone is what older SDKs and people send. */
const ISO_8601 = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/
const RFC_822 = /^[A-Za-z]{3}, \d\d [A-Za-z]{3} \d{4} \d\d:\d\d:\d\d (GMT|UTC|[+-]\d{4})$/

/** Reads any of the three forms: services accept them all where their SDKs send one. */
export function parseTimestamp(text: string): Date | undefined {
  if (EPOCH_SECONDS.test(text)) return dateFromSeconds(Number(text))
  if (!ISO_8601.test(text) && !RFC_822.test(text)) return undefined
  const zoned = /(Z|GMT|UTC|[+-]\d\d:?\d\d)$/.test(text.slice(10))
    ? text
    : `${text.replace(' ', 'T')}${text.length > 10 ? 'Z' : ''}`
  return validDate(new Date(zoned))
}

export function dateFromSeconds(seconds: number): Date | undefined {
  return validDate(new Date(Math.round(seconds * 1000)))
}

function validDate(date: Date): Date | undefined {
  return Number.isNaN(date.getTime()) ? undefined : date
}

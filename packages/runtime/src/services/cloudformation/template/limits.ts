import { formatError, templateError } from '../errors.ts'

/** Quotas of CloudFormation (documented). What is beyond them fails on AWS, so it fails here. */
const MAX_MEMBERS = { mappings: 200, outputs: 200, parameters: 200, resources: 500 } as const
const MAX_DESCRIPTION_BYTES = 1024

export function refuseTooMany(what: keyof typeof MAX_MEMBERS, count: number): void {
  const most = MAX_MEMBERS[what]
  if (count > most) throw formatError(`Number of ${what}, ${count}, is greater than maximum allowed, ${most}`)
}

export function refuseLongDescription(description: string): void {
  if (Buffer.byteLength(description) <= MAX_DESCRIPTION_BYTES) return
  throw formatError(`'Description' length is greater than ${MAX_DESCRIPTION_BYTES}.`)
}

/** Far beyond any real template, and short of what would overflow the call stack of whoever walks it. */
export const MAX_DEPTH = 200

export function refuseDepth(value: unknown, depth = 0): void {
  if (typeof value !== 'object' || value === null) return
  if (depth > MAX_DEPTH) throw formatError(`nested deeper than ${MAX_DEPTH} levels.`)
  for (const inner of Object.values(value)) refuseDepth(inner, depth + 1)
}

/**
 * Functions that repeat values could make a short template as long as memory is large. A template has at most a
 * megabyte; no property that a service takes is as long as this.
 */
const MAX_TEXT_LENGTH = 4_000_000

export function refuseLongText(name: string, length: number): void {
  if (length > MAX_TEXT_LENGTH) throw templateError(`${name} makes a text of more than ${MAX_TEXT_LENGTH} characters`)
}

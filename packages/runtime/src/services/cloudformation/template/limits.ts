import { formatError } from '../errors.ts'

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

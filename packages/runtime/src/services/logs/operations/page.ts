import { invalidNextToken } from '../errors.ts'

/** A token says behind what the next page begins. */
export function nextToken(after: string | undefined): string | undefined {
  return after === undefined ? undefined : Buffer.from(`after:${after}`).toString('base64url')
}

export function readToken(token: string | undefined): string | undefined {
  if (token === undefined) return undefined
  const text = Buffer.from(token, 'base64url').toString('utf8')
  if (!text.startsWith('after:')) throw invalidNextToken()
  return text.slice('after:'.length)
}

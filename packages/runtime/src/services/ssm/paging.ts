import { invalidNextToken } from './errors.ts'

/** Cuts a page out of a list that is ordered by `idOf`; the token is the last id shown. */
export function pageOf<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  limit: number,
  token: string | undefined,
): { page: T[]; NextToken: string | undefined } {
  const after = token === undefined ? undefined : readToken(token)
  const start = after === undefined ? 0 : items.findIndex((item) => idOf(item) === after) + 1
  const page = items.slice(start, start + limit)
  const last = page.at(-1)
  const more = start + limit < items.length
  return { page, NextToken: more && last ? Buffer.from(`after:${idOf(last)}`).toString('base64') : undefined }
}

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString('utf8')
  if (!text.startsWith('after:')) throw invalidNextToken()
  return text.slice('after:'.length)
}

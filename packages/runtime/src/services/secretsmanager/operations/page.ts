import { AwsError } from '../../../kernel/errors.ts'

interface PageRequest {
  readonly MaxResults?: number
  readonly NextToken?: string
}

/** Cuts a page out of a list; the token is the last id shown, which need not be there any more. */
export function pageOf<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  { MaxResults, NextToken }: PageRequest,
  size: number,
): { page: T[]; NextToken: string | undefined } {
  const start = NextToken === undefined ? 0 : items.findIndex((item) => idOf(item) === readToken(NextToken)) + 1
  const page = items.slice(start, start + (MaxResults ?? size))
  const last = page.at(-1)
  const more = last !== undefined && start + page.length < items.length
  return { page, NextToken: more ? Buffer.from(`after:${idOf(last)}`).toString('base64') : undefined }
}

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString('utf8')
  if (!text.startsWith('after:')) throw new AwsError('InvalidNextTokenException', 'Invalid NextToken.')
  return text.slice('after:'.length)
}

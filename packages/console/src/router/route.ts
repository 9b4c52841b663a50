/** Where somebody is: `#/requests/3f2a?refused=1` is the view `requests`, of one thing, with what narrows it down. */
export interface Route {
  readonly view: string
  /** What follows the view, decoded. */
  readonly rest: readonly string[]
  readonly params: Readonly<Record<string, string>>
}

export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = split(hash.replace(/^#?\/?/, ''), '?')
  const [view = '', ...rest] = path.split('/').filter(Boolean).map(decoded)
  return { view, rest, params: Object.fromEntries(new URLSearchParams(query)) }
}

/** The address of a route, for a link. What is empty is left out, so that equal views have equal addresses. */
export function hrefOf({ view, rest = [], params = {} }: Partial<Route> & Pick<Route, 'view'>): string {
  const query = new URLSearchParams(
    Object.entries(params)
      .filter(([, value]) => value !== '')
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  ).toString()
  const path = [view, ...rest].map(encodeURIComponent).join('/')
  return `#/${path}${query && `?${query}`}`
}

function split(text: string, mark: string): [before: string, after: string] {
  const at = text.indexOf(mark)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

/** An address that somebody has cut is shown as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

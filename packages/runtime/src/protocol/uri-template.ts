import { decodePercent, type QueryParameters } from './query-parameters.ts'

/** `/restapis/{restapi_id}/stages` or `/{Bucket}/{Key+}?uploads`, taken apart. */
export interface UriTemplate {
  readonly segments: readonly Segment[]
  /** Query parameters that must be there, some with a value: what tells overlapping addresses apart. */
  readonly query: readonly LiteralQuery[]
}

type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'label'; readonly name: string }
  | { readonly kind: 'greedy'; readonly name: string }

export interface LiteralQuery {
  readonly name: string
  readonly value: string | undefined
}

export function parseUriTemplate(uri: string): UriTemplate {
  const [path = ''] = uri.split('?', 1)
  const segments = path
    .split('/')
    .filter((part) => part !== '')
    .map((part): Segment => {
      if (!part.startsWith('{')) return { kind: 'literal', text: part }
      const name = part.slice(1, -1)
      return name.endsWith('+') ? { kind: 'greedy', name: name.slice(0, -1) } : { kind: 'label', name }
    })
  return { segments, query: literalQueryOf(uri) }
}

export function literalQueryOf(uri: string): LiteralQuery[] {
  const question = uri.indexOf('?')
  if (question < 0) return []
  return uri
    .slice(question + 1)
    .split('&')
    .map((part) => {
      const equals = part.indexOf('=')
      return equals < 0
        ? { name: part, value: undefined }
        : { name: part.slice(0, equals), value: part.slice(equals + 1) }
    })
}

/**
 * The labels of a path, decoded; `undefined` when it is another path, `malformed` when its encoding is broken. Takes
 * the path as sent, so that an encoded slash stays inside its label.
 */
export function matchPath(template: UriTemplate, path: string): Record<string, string> | 'malformed' | undefined {
  const { segments } = template
  const labels: Record<string, string> = {}
  let rest = path.slice(1)
  for (const [index, segment] of segments.entries()) {
    if (segment.kind === 'greedy') {
      if (rest === '') return undefined
      const value = decodePercent(rest)
      if (value === undefined) return 'malformed'
      labels[segment.name] = value
      return labels
    }
    const slash = rest.indexOf('/')
    const part = slash < 0 ? rest : rest.slice(0, slash)
    rest = slash < 0 ? '' : rest.slice(slash + 1)
    if (part === '') return undefined
    const text = decodePercent(part)
    if (text === undefined) return segment.kind === 'label' ? 'malformed' : undefined
    if (segment.kind === 'literal') {
      if (text !== segment.text) return undefined
    } else labels[segment.name] = text
    if (slash < 0 && index < segments.length - 1) return undefined
  }
  return rest === '' ? labels : undefined
}

export function matchesQuery(template: UriTemplate, query: QueryParameters): boolean {
  return template.query.every(({ name, value }) => (value === undefined ? query.has(name) : query.get(name) === value))
}

/** A path with what it leaves open, e.g. `stacks/{name}/events`. */
interface Pattern<T> {
  readonly method: string
  readonly path: string
  readonly segments: readonly string[]
  readonly value: T
}

export interface Match<T> {
  readonly value: T
  readonly params: Readonly<Record<string, string>>
}

const OPEN = /^\{(\w+)\}$/

/** Finds what is listed under `METHOD path`. Fixed segments go before open ones. */
export class RouteTable<T> {
  readonly names: readonly string[]
  readonly #patterns: readonly Pattern<T>[]

  constructor(routes: Readonly<Record<string, T>>) {
    this.names = Object.keys(routes)
    this.#patterns = Object.entries(routes)
      .map(([name, value]) => {
        const [method = '', path = ''] = name.split(' ')
        return { method, path, segments: path.split('/'), value }
      })
      .sort((a, b) => openIn(a.segments) - openIn(b.segments))
  }

  /** `path` is percent-encoded. */
  find(method: string, path: string): Match<T> | undefined {
    const segments = path.split('/')
    const pattern = this.#patterns.find((known) => known.method === method && fits(known.segments, segments))
    return pattern && { value: pattern.value, params: paramsOf(pattern.segments, segments) }
  }

  /** Methods that a path takes. */
  methodsOf(path: string): readonly string[] {
    const segments = path.split('/')
    return [...new Set(this.#patterns.filter((known) => fits(known.segments, segments)).map(({ method }) => method))]
  }
}

function openIn(segments: readonly string[]): number {
  return segments.filter((segment) => OPEN.test(segment)).length
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((segment, at) => segment === segments[at] || (OPEN.test(segment) && segments[at] !== ''))
  )
}

function paramsOf(pattern: readonly string[], segments: readonly string[]): Readonly<Record<string, string>> {
  const params: [string, string][] = []
  for (const [at, segment] of pattern.entries()) {
    const name = OPEN.exec(segment)?.[1]
    if (name !== undefined) params.push([name, decoded(segments[at] ?? '')])
  }
  return Object.fromEntries(params)
}

/** What is no encoding of anything stands for itself: nothing has such a name. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

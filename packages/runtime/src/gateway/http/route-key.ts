/** What `ANY` stands for, and itself (documented: http-api-develop-routes). */
const METHODS: ReadonlySet<string> = new Set(['ANY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'])
const VARIABLE = /^\{[\w.:-]+\+?\}$/
const FIXED = /^[\w.~!$&'()*+,;=:@%-]*$/

/** What is wrong with the key of a route; the texts are inferred. */
export function problemWithRouteKey(routeKey: string): string | undefined {
  if (routeKey === '$default') return undefined
  const [, method = '', path = ''] = /^(\S+) (\S+)$/.exec(routeKey) ?? []
  const wrong = `The provided route key is not formatted properly for HTTP protocol. Format should be "<HTTP METHOD> /<RESOURCE PATH>" or "$default"`
  if (!METHODS.has(method) || !path.startsWith('/')) return wrong
  const segments = path.slice(1).split('/')
  const names = segments.filter((segment) => VARIABLE.test(segment)).map((segment) => segment.replaceAll(/[{}+]/g, ''))
  if (segments.some((segment) => !VARIABLE.test(segment) && !FIXED.test(segment))) return wrong
  if (segments.some((segment, i) => segment.endsWith('+}') && i < segments.length - 1)) {
    return 'A greedy path variable must be at the end of the resource path'
  }
  const doubled = names.find((name, i) => names.indexOf(name) !== i)
  return doubled === undefined ? undefined : `The path variable ${doubled} is there twice`
}

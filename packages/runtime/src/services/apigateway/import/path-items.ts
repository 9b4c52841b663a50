import { segmentsOf } from '../../../languages/openapi/base-path.ts'
import { entryOf, isMap, type JsonMap, mapOf } from '../../../languages/openapi/json.ts'
import type { Reading } from './reading.ts'

const ANY = 'x-amazon-apigateway-any-method'
const VERBS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', ANY]

interface PathItem {
  readonly segments: readonly string[]
  readonly path: string
  readonly item: JsonMap
}

/** The paths of a document, below a base path. */
export function pathItemsOf({ root, resolve }: Reading, prefix: readonly string[]): PathItem[] {
  return Object.entries(mapOf(root.paths)).flatMap(([path, given]) => {
    if (!path.startsWith('/')) return []
    const segments = [...prefix, ...segmentsOf(path)]
    return [{ segments, path: `/${segments.join('/')}`, item: mapOf(resolve(given)) }]
  })
}

interface PathOperation {
  readonly httpMethod: string
  readonly operation: JsonMap
}

export function operationsOf({ resolve }: Reading, item: JsonMap): PathOperation[] {
  return VERBS.flatMap((verb) => {
    const operation = resolve(entryOf(item, verb))
    return isMap(operation) ? [{ httpMethod: verb === ANY ? 'ANY' : verb.toUpperCase(), operation }] : []
  })
}

import { hash } from 'node:crypto'
import { own } from '../../../kernel/own.ts'
import type { IntegrationDefinition, MethodDefinition } from '../definition.ts'
import type { Exchange } from '../exchange.ts'

/** Under what an answer is kept. */
export type CacheKey = (exchange: Exchange) => string

export interface KeyedMethod {
  readonly deploymentId: string
  readonly resourceId: string
  readonly method: Pick<MethodDefinition, 'requestParameters'>
  readonly integration: Pick<IntegrationDefinition, 'cacheKeyParameters' | 'cacheNamespace' | 'requestParameters'>
}

const PARAMETER =
  /^(method|integration)\.request\.(path|querystring|header|multivaluequerystring|multivalueheader)\.(.+)$/

/** Whether a parameter can be part of a key: the method or the integration must declare it (observed, with its refusal). */
export function isKeyParameter(
  name: string,
  { method, integration }: Pick<KeyedMethod, 'method' | 'integration'>,
): boolean {
  const declared = name.startsWith('method.') ? method.requestParameters : integration.requestParameters
  return PARAMETER.test(name) && own<boolean | string>(declared ?? {}, name) !== undefined
}

/**
 * Nothing counts but the namespace, which unless it is named is the resource's own, and the parameters that are named: not
 * the path, the query, the body or who calls (observed: theburningmonk.com on query and path parameters,
 * aws-amplify/amplify-cli#1399). Another deployment has answers of its own (documented for canaries: canary-release). That
 * methods of a resource do, that all values of a repeated parameter count, and that a missing one is not an empty one, is
 * inferred. Undefined where a parameter cannot be read: such a method keeps nothing.
 */
export function compileCacheKey(keyed: KeyedMethod): CacheKey | undefined {
  const { deploymentId, integration, resourceId } = keyed
  const { cacheKeyParameters: names = [], cacheNamespace = resourceId } = integration
  const readers: ((exchange: Exchange) => readonly string[])[] = []
  for (const name of names) {
    const [, side, place = '', parameter = ''] = PARAMETER.exec(name) ?? []
    if (side === undefined) return undefined
    readers.push(side === 'method' ? sentValues(place, parameter) : mappedValues(place, parameter))
  }
  return (exchange) => {
    const values = readers.map((read) => read(exchange))
    const parts = [deploymentId, cacheNamespace, exchange.call.httpMethod, names, values]
    // Values may be credentials, which are not kept.
    return hash('sha256', JSON.stringify(parts), 'base64')
  }
}

function sentValues(place: string, name: string): (exchange: Exchange) => readonly string[] {
  if (place === 'path') {
    return ({ values }) => {
      const value = values.path.get(name)
      return typeof value === 'string' ? [value] : []
    }
  }
  if (place.endsWith('header')) return ({ values }) => values.headerValues(name.toLowerCase())
  return ({ values }) => values.queryValues(name)
}

function mappedValues(place: string, name: string): (exchange: Exchange) => readonly string[] {
  return ({ parameters }) =>
    parameters.flatMap((mapped) => (mapped.place === place && mapped.name === name ? mapped.values : []))
}

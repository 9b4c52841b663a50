import type { ApiDefinition, MethodDefinition } from '../../../gateway/rest/definition.ts'
import { locationOrder } from './location.ts'
import type { DocumentationLocation, DocumentationPartRecord } from './records.ts'

const PARAMETER = /^method\.request\.(path|querystring|header)\.(.+)$/
const PARAMETER_TYPES: Readonly<Record<string, string>> = {
  path: 'PATH_PARAMETER',
  querystring: 'QUERY_PARAMETER',
  header: 'REQUEST_HEADER',
}
const RESPONSE_HEADER = 'method.response.header.'

/** The entities of an API that no part is about: places without an id or properties (that they look like this is inferred). */
export function undocumentedOf(
  definition: ApiDefinition,
  documented: readonly DocumentationPartRecord[],
): { readonly location: DocumentationLocation }[] {
  const known = new Set(documented.map(({ location }) => locationOrder(location)))
  return entitiesOf(definition)
    .filter((location) => !known.has(locationOrder(location)))
    .map((location) => ({ location }))
}

function entitiesOf({ authorizers, models, resources }: ApiDefinition): DocumentationLocation[] {
  return [
    { type: 'API' },
    ...Object.values(authorizers).map(({ name }) => ({ type: 'AUTHORIZER', name })),
    ...Object.keys(models).map((name) => ({ type: 'MODEL', name })),
    ...resources.flatMap(({ path, methods }) => [
      { type: 'RESOURCE', path },
      ...Object.values(methods).flatMap((method) => entitiesOfMethod(path, method)),
    ]),
  ]
}

function entitiesOfMethod(path: string, method: MethodDefinition): DocumentationLocation[] {
  const at = { path, method: method.httpMethod === 'ANY' ? '*' : method.httpMethod }
  const parameters = Object.keys(method.requestParameters ?? {}).flatMap((parameter) => {
    const [, kind = '', name = ''] = PARAMETER.exec(parameter) ?? []
    const type = PARAMETER_TYPES[kind]
    return type === undefined ? [] : [{ type, ...at, name }]
  })
  const responses = Object.entries(method.methodResponses).flatMap(([statusCode, response]) => {
    const status = { ...at, statusCode }
    return [
      { type: 'RESPONSE', ...status },
      { type: 'RESPONSE_BODY', ...status },
      ...Object.keys(response.responseParameters ?? {}).map((parameter) => ({
        type: 'RESPONSE_HEADER',
        ...status,
        name: parameter.slice(RESPONSE_HEADER.length),
      })),
    ]
  })
  return [{ type: 'METHOD', ...at }, { type: 'REQUEST_BODY', ...at }, ...parameters, ...responses]
}

import type { MethodDefinition } from '../../../gateway/rest/definition.ts'
import { badRequest } from '../errors.ts'
import type { Exchange } from './dialect.ts'

const PARAMETER = /^method\.request\.(path|querystring|header)\.(.+)$/
const LOCATIONS: Readonly<Record<string, string>> = { path: 'path', querystring: 'query', header: 'header' }
const RESPONSE_HEADER = 'method.response.header.'

/** What a deployed method takes and gives. */
export function exchangeOf(path: string, method: MethodDefinition): Exchange {
  const { integration, requestModels = {}, methodResponses } = method
  const responses = Object.entries(methodResponses)
  const answers = Object.values(integration?.integrationResponses ?? {})
  checkBodies(path, method)
  return {
    ...(method.operationName === undefined ? {} : { operationId: method.operationName }),
    consumes: typesOf(requestModels, integration?.requestTemplates),
    produces: typesOf(
      ...responses.map(([, { responseModels }]) => responseModels),
      ...answers.map(({ responseTemplates }) => responseTemplates),
    ),
    parameters: Object.entries(method.requestParameters ?? {}).flatMap(([parameter, required]) => {
      const [, location = '', name = ''] = PARAMETER.exec(parameter) ?? []
      return name === '' ? [] : [{ name, in: LOCATIONS[location] ?? location, required }]
    }),
    bodies: requestModels,
    responses: responses.map(([statusCode, { responseParameters = {}, responseModels = {} }]) => ({
      statusCode,
      headers: Object.keys(responseParameters).map((parameter) => parameter.slice(RESPONSE_HEADER.length)),
      models: responseModels,
    })),
  }
}

/** Documented: api-gateway-export-api, with the beginning of the text. */
function checkBodies(path: string, { httpMethod, requestModels = {} }: MethodDefinition): void {
  const types = Object.keys(requestModels)
  if (types.length === 0 || types.some((type) => type.toLowerCase() === 'application/json')) return
  throw badRequest(`Only found non-JSON body models for ${httpMethod} ${path}`)
}

function typesOf(...maps: readonly (object | undefined)[]): string[] {
  return [...new Set(maps.flatMap((map) => Object.keys(map ?? {})))]
}

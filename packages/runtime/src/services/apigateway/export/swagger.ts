import { type JsonMap, saidOf } from '../../../languages/openapi/json.ts'
import { type Dialect, ENDPOINT_EXTENSION, type ExchangeResponse, unlessEmpty } from './dialect.ts'

const MODELS = '#/definitions/'

export const swagger: Dialect = {
  exportType: 'swagger',
  modelReference: MODELS,

  head: ({ title, description, version, host, stageName }, endpoint) =>
    saidOf({
      swagger: '2.0',
      info: saidOf({ description, version, title }),
      host,
      basePath: `/${stageName}`,
      schemes: ['https'],
      [ENDPOINT_EXTENSION]: endpoint,
    }),

  operation({ operationId, consumes, produces, parameters, bodies, responses }) {
    const body = modelFor(bodies)
    return saidOf({
      operationId,
      consumes: unlessEmpty(consumes),
      produces: unlessEmpty(produces),
      parameters: unlessEmpty([
        ...parameters.map((parameter): JsonMap => ({ ...parameter, type: 'string' })),
        ...(body === undefined ? [] : [{ in: 'body', name: body, required: true, schema: referenceTo(body) }]),
      ]),
      responses: Object.fromEntries(responses.map((response) => [response.statusCode, responseOf(response)])),
    })
  },

  shared: (models, securitySchemes) =>
    saidOf({ securityDefinitions: unlessEmpty(securitySchemes), definitions: unlessEmpty(models) }),
}

function responseOf({ statusCode, headers, models }: ExchangeResponse): JsonMap {
  const model = modelFor(models)
  return saidOf({
    description: `${statusCode} response`,
    schema: model === undefined ? undefined : referenceTo(model),
    headers: unlessEmpty(Object.fromEntries(headers.map((name) => [name, { type: 'string' }]))),
  })
}

/** There is one for all media types. */
function modelFor(models: Readonly<Record<string, string>>): string | undefined {
  return models['application/json'] ?? Object.values(models)[0]
}

function referenceTo(model: string): JsonMap {
  return { $ref: `${MODELS}${model}` }
}

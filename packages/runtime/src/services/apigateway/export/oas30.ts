import { type JsonMap, saidOf } from '../../../languages/openapi/json.ts'
import { type Dialect, ENDPOINT_EXTENSION, type ExchangeResponse, unlessEmpty } from './dialect.ts'

const MODELS = '#/components/schemas/'

export const oas30: Dialect = {
  exportType: 'oas30',
  modelReference: MODELS,

  head: ({ title, description, version, host, stageName }, endpoint) => ({
    openapi: '3.0.1',
    info: saidOf({ title, description, version }),
    servers: [
      saidOf({
        url: `https://${host}/{basePath}`,
        variables: { basePath: { default: stageName } },
        [ENDPOINT_EXTENSION]: endpoint,
      }),
    ],
  }),

  operation: ({ operationId, parameters, bodies, responses }) =>
    saidOf({
      operationId,
      parameters: unlessEmpty(
        parameters.map(({ required, ...parameter }) =>
          saidOf({ ...parameter, required: required || undefined, schema: { type: 'string' } }),
        ),
      ),
      requestBody: Object.keys(bodies).length === 0 ? undefined : { content: contentOf(bodies), required: true },
      responses: Object.fromEntries(responses.map((response) => [response.statusCode, responseOf(response)])),
    }),

  shared: (models, securitySchemes) => ({
    components: saidOf({ schemas: unlessEmpty(models), securitySchemes: unlessEmpty(securitySchemes) }),
  }),
}

function responseOf({ statusCode, headers, models }: ExchangeResponse): JsonMap {
  return saidOf({
    description: `${statusCode} response`,
    headers: unlessEmpty(Object.fromEntries(headers.map((name) => [name, { schema: { type: 'string' } }]))),
    content: contentOf(models),
  })
}

function contentOf(models: Readonly<Record<string, string>>): JsonMap {
  return Object.fromEntries(
    Object.entries(models).map(([type, model]) => [type, { schema: { $ref: `${MODELS}${model}` } }]),
  )
}

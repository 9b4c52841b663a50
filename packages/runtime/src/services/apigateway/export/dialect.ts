import type { Json, JsonMap } from '../../../languages/openapi/json.ts'
import type { OpenApiDocument } from '../../../languages/openapi/read-document.ts'

/** What a method takes and gives, in the words of neither dialect. */
export interface Exchange {
  readonly operationId?: string
  /** Media types that a method, or a template of its integration, names. */
  readonly consumes: readonly string[]
  readonly produces: readonly string[]
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[]
  /** Models by media type. */
  readonly bodies: Readonly<Record<string, string>>
  readonly responses: readonly ExchangeResponse[]
}

export interface ExchangeResponse {
  readonly statusCode: string
  readonly headers: readonly string[]
  readonly models: Readonly<Record<string, string>>
}

export interface Heading {
  readonly title: string
  readonly description?: string
  readonly version: string
  readonly host: string
  readonly stageName: string
}

/** How Swagger 2.0 and OpenAPI 3.0 say the same. Members are in the order of AWS's exports (recorded). */
export interface Dialect {
  readonly exportType: OpenApiDocument['dialect']
  /** What comes before the name of a model in a reference. */
  readonly modelReference: string
  /** `endpoint`: the extension with settings of the endpoint. */
  head(heading: Heading, endpoint: JsonMap | undefined): JsonMap
  operation(exchange: Exchange): JsonMap
  /** What methods refer to. */
  shared(models: JsonMap, securitySchemes: JsonMap): JsonMap
}

export const ENDPOINT_EXTENSION = 'x-amazon-apigateway-endpoint-configuration'

export function unlessEmpty<T extends Json>(value: T): T | undefined {
  return Object.keys(value as object).length === 0 ? undefined : value
}

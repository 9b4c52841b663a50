import type { Json, JsonMap } from '../../../languages/openapi/json.ts'
import type { DocumentationPartRecord } from '../documentation/records.ts'

/**
 * `x-amazon-apigateway-documentation`: the parts of the version that a stage shows, as they were when it was made
 * (documented: x-amazon-apigateway-documentation; that a stage without a version exports none is inferred).
 */
export function documentationExtension(version: string, parts: readonly DocumentationPartRecord[]): JsonMap {
  return {
    version,
    documentationParts: parts.map(({ location, properties }) => ({
      location: { ...location },
      properties: JSON.parse(properties) as Json,
    })),
  }
}

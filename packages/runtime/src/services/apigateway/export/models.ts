import type { ApiDefinition } from '../../../gateway/rest/definition.ts'
import { isMap, type Json, type JsonMap, listOf, sorted } from '../../../languages/openapi/json.ts'

const MODEL_URL = /^https:\/\/apigateway\.amazonaws\.com\/restapis\/[^/]+\/models\/([^/]+)$/

/**
 * The schemas of the models that methods name, and of those that these name: the others are not exported, and neither is
 * `$schema` (both observed in exports of APIs with AWS's own models).
 */
export function usedModels({ models, resources }: ApiDefinition, modelReference: string): JsonMap {
  const schemas = new Map<string, Json>()
  const use = (name: string): void => {
    const model = Object.hasOwn(models, name) ? models[name] : undefined
    if (!model || schemas.has(name)) return
    schemas.set(name, {})
    const named: string[] = []
    schemas.set(name, withReferences(schemaOf(model.schema), modelReference, named))
    for (const other of named) use(other)
  }
  for (const { requestModels = {}, methodResponses } of resources.flatMap(({ methods }) => Object.values(methods))) {
    const responses = Object.values(methodResponses).map(({ responseModels = {} }) => responseModels)
    for (const named of [requestModels, ...responses]) for (const name of Object.values(named)) use(name)
  }
  return sorted(Object.fromEntries(schemas))
}

/** What is no JSON says nothing. */
function schemaOf(text = '{}'): Json {
  try {
    const schema = JSON.parse(text) as Json
    if (!isMap(schema)) return schema
    const { $schema: _, ...members } = schema
    return members
  } catch {
    return {}
  }
}

/** Addresses of models become references within the document, and are noted. */
function withReferences(value: Json, modelReference: string, named: string[]): Json {
  if (Array.isArray(value)) return listOf(value).map((item) => withReferences(item, modelReference, named))
  if (!isMap(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const model = key === '$ref' && typeof item === 'string' ? MODEL_URL.exec(item)?.[1] : undefined
      if (model === undefined) return [key, withReferences(item, modelReference, named)]
      named.push(model)
      return [key, `${modelReference}${model}`]
    }),
  )
}

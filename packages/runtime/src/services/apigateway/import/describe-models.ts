import { entryOf, type Json, type JsonMap, listOf, mapOf, textOf } from '../../../languages/openapi/json.ts'
import { referenceOf } from '../../../languages/openapi/references.ts'
import type { ApiDescription } from './description.ts'
import type { Reading } from './reading.ts'

type Model = ApiDescription['models'][number]

const MODEL_REFERENCE = /^#\/(?:definitions|components\/schemas)\/([^/]+)$/

/** The models of a document, and those of the schemas that stand where they are used. */
export interface Models {
  readonly all: Model[]
  /** The model that a schema refers to, or one made for it. */
  nameOf(schema: Json): string
}

export function describeModels(reading: Reading): Models {
  const { dialect, root, apiId, freshModelName } = reading
  const named = mapOf(dialect === 'swagger' ? root.definitions : entryOf(mapOf(root.components), 'schemas'))
  const modelOf = (name: string, schema: Json): Model => ({
    name,
    contentType: 'application/json',
    description: textOf(mapOf(schema).description),
    schema: JSON.stringify(withModelUrls(schema, apiId)),
  })
  const all = Object.entries(named).map(([name, schema]) => modelOf(name, schema))
  return {
    all,
    nameOf(schema) {
      const known = MODEL_REFERENCE.exec(referenceOf(schema) ?? '')?.[1]
      if (known !== undefined) return known
      const made = modelOf(freshModelName(), schema)
      all.push(made)
      return made.name
    },
  }
}

/** References to other models become their addresses, and what is required is sorted (both recorded on AWS). */
function withModelUrls(value: Json, apiId: string): Json {
  if (Array.isArray(value)) return listOf(value).map((item) => withModelUrls(item, apiId))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value as JsonMap).map(([key, item]) => {
      const model = key === '$ref' && typeof item === 'string' ? MODEL_REFERENCE.exec(item)?.[1] : undefined
      if (key === 'required' && isTexts(item)) return [key, [...item].sort()]
      if (model === undefined) return [key, withModelUrls(item, apiId)]
      return [key, `https://apigateway.amazonaws.com/restapis/${apiId}/models/${model}`]
    }),
  )
}

function isTexts(value: Json): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

import type { Ajv, ErrorObject, ValidateFunction } from 'ajv'
import { Budget } from '../../../languages/budget.ts'
import { compileJavaRegex } from '../../../languages/java-regex/java-regex.ts'
import type { ApiDefinition } from '../definition.ts'
import { uniqueItems } from './unique-items.ts'

export type Problems = readonly ErrorObject[] | undefined

/** Checks values against the models of one API. */
export interface Schemas {
  /** Undefined: there is no such model, or it has no schema. Throws where the schema cannot be compiled. */
  find(model: string): ((value: unknown) => Problems) | undefined
}

/** Ajv is loaded with the first API that validates bodies. */
export async function loadSchemas(definition: ApiDefinition): Promise<Schemas> {
  const { default: loaded } = await import('ajv-draft-04')
  // A CommonJS module: what stands behind `default` is the class itself, or the module around it.
  const Validator = 'default' in loaded ? loaded.default : loaded
  return createSchemas(new Validator(OPTIONS), definition)
}

/**
 * Draft 4, as API Gateway documents. Keywords that it does not know are ignored, and formats are not judged (inferred).
 * `pattern` comes from users, so it runs on a budget; nothing is fetched for a reference.
 */
const OPTIONS = {
  strict: false,
  allErrors: true,
  validateFormats: false,
  validateSchema: false,
  verbose: true,
  addUsedSchema: false,
  code: { regExp: budgetedRegExp() },
} as const

function budgetedRegExp() {
  const create = (pattern: string) => {
    const regex = compileJavaRegex(pattern)
    return { test: (text: string) => regex.find(text, 0, new Budget()) !== undefined }
  }
  // Asked for when code is written to a file, which never happens here.
  return Object.assign(create, { code: 'undefined' })
}

function createSchemas(ajv: Ajv, { apiId, models }: ApiDefinition): Schemas {
  ajv.removeKeyword('uniqueItems')
  ajv.addKeyword(uniqueItems)
  const names = new Map<string, string>()
  for (const { name, schema } of Object.values(models)) {
    const id = modelUrl(apiId, name)
    const parsed = schema === undefined ? undefined : parse(schema)
    if (parsed === undefined) continue
    ajv.addSchema({ ...parsed, id }, id)
    names.set(name, id)
  }
  const compiled = new Map<string, ValidateFunction>()
  return {
    find(model) {
      const id = names.get(model)
      if (id === undefined) return undefined
      const known = compiled.get(id) ?? ajv.getSchema(id)
      if (!known) return undefined
      compiled.set(id, known as ValidateFunction)
      return (value) => (known(value) ? undefined : (known.errors ?? []))
    },
  }
}

/** How models refer to one another (documented). */
function modelUrl(apiId: string, name: string): string {
  return `https://apigateway.amazonaws.com/restapis/${apiId}/models/${name}`
}

function parse(schema: string): object | undefined {
  try {
    const value: unknown = JSON.parse(schema)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    // A model of another content type need not be JSON; a body cannot be checked against it.
    return undefined
  }
}

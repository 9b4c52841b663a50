import type { JsonValue } from '../../../kernel/json.ts'
import type { Budget } from '../../../languages/budget.ts'
import { SchemaSet } from '../../../languages/json-schema/schema-set.ts'
import type { ApiDefinition } from '../definition.ts'

/** The models of one API. */
export class Schemas {
  readonly #addresses = new Map<string, string>()
  readonly #set: SchemaSet

  constructor({ apiId, models }: ApiDefinition) {
    const documents = new Map<string, JsonValue>()
    for (const { name, schema } of Object.values(models)) {
      const document = schema === undefined ? undefined : parsed(schema)
      if (document === undefined) continue
      // How models refer to one another (documented).
      const address = `https://apigateway.amazonaws.com/restapis/${apiId}/models/${name}`
      documents.set(address, document)
      this.#addresses.set(name, address)
    }
    this.#set = new SchemaSet(documents)
  }

  /**
   * In what a value does not fit a model, in words; undefined where it fits, and where there is no such model, or one
   * without a schema. Throws where the schema cannot be used.
   */
  judge(model: string, value: JsonValue, budget: Budget): readonly string[] | undefined {
    const address = this.#addresses.get(model)
    return address === undefined ? undefined : this.#set.judge(address, value, budget)
  }
}

function parsed(schema: string): JsonValue | undefined {
  try {
    return JSON.parse(schema) as JsonValue
  } catch {
    // A model of another content type need not be JSON; a body cannot be checked against it.
    return undefined
  }
}

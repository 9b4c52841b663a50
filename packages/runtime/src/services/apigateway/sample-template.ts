import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/json.ts'

/** A schema by its model's name, where there is such a model. */
export type SchemaOf = (name: string) => JsonValue | undefined

/** Ours: models that name one another could go on for ever. What lies deeper, or behind so many members, is left out. */
const MAX_DEPTH = 20
const MAX_MEMBERS = 2000

const MODEL_URL = /\/models\/([^/]+)$/
const LEAF = 'leaf'

/**
 * A mapping template that gives what a model describes, taken from a payload of the same form (documented:
 * models-mappings and rest-api-data-transformations show such templates). Names of loops within loops are inferred.
 */
export function sampleTemplate(schema: JsonValue, schemaOf: SchemaOf): string {
  const writer = new Writer(schemaOf)
  return `#set($inputRoot = $input.path('$'))\n${writer.value(schema, '$inputRoot', '', 0)}`
}

class Writer {
  readonly #schemaOf: SchemaOf
  #members = 0
  #loops = 0

  constructor(schemaOf: SchemaOf) {
    this.#schemaOf = schemaOf
  }

  /** `reference` is where the payload has the value; what is written begins on a line of its own at `indent`. */
  value(given: JsonValue | undefined, reference: string, indent: string, depth: number): string {
    const schema = this.#resolved(given)
    switch (depth > MAX_DEPTH ? LEAF : kindOf(schema)) {
      case 'object':
        return this.#object(schema, reference, indent, depth)
      case 'array':
        return this.#array(schema, reference, indent, depth)
      default:
        return schema.type === 'string' ? `"${reference}"` : reference
    }
  }

  #object({ properties }: JsonObject, reference: string, indent: string, depth: number): string {
    const inner = `${indent}  `
    const members = Object.entries(isJsonObject(properties) ? properties : {}).flatMap(([name, schema]) => {
      this.#members += 1
      if (this.#members > MAX_MEMBERS) return []
      return [`${inner}${JSON.stringify(name)}: ${this.value(schema, `${reference}.${name}`, inner, depth + 1)}`]
    })
    return members.length === 0 ? '{ }' : `{\n${members.join(',\n')}\n${indent}}`
  }

  #array({ items }: JsonObject, reference: string, indent: string, depth: number): string {
    this.#loops += 1
    const element = this.#loops === 1 ? '$elem' : `$elem${this.#loops}`
    const inner = `${indent}  `
    const item = this.value(items as JsonValue | undefined, element, inner, depth + 1)
    return `[\n#foreach(${element} in ${reference})\n${inner}${item}#if($foreach.hasNext),#end\n\n#end\n${indent}]`
  }

  /** A chain of references ends, also where it is a circle. */
  #resolved(given: JsonValue | undefined): JsonObject {
    let schema = isJsonObject(given) ? given : {}
    for (let i = 0; i < MAX_DEPTH && typeof schema.$ref === 'string'; i += 1) {
      const named = this.#schemaOf(MODEL_URL.exec(schema.$ref)?.[1] ?? '')
      schema = isJsonObject(named) ? named : {}
    }
    return schema
  }
}

function kindOf({ type, properties, items }: JsonObject): 'object' | 'array' | typeof LEAF {
  if (type === 'object' || (type === undefined && properties !== undefined)) return 'object'
  return type === 'array' || (type === undefined && items !== undefined) ? 'array' : LEAF
}

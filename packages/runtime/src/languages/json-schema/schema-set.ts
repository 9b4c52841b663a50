import type { Budget } from '../budget.ts'
import { isJsonObject, type JsonObject, type JsonValue } from './json.ts'
import { SchemaError } from './keyword.ts'
import { KEYWORDS } from './keywords/index.ts'
import { Problems } from './problems.ts'
import { type Check, Run } from './run.ts'

/** Schemas within one another as they are written. */
const MAX_DEPTH = 200

/**
 * JSON schemas, draft 4 (https://json-schema.org/draft-04), that may refer to one another by their addresses. Keywords
 * that draft 4 does not know are passed over, and so are `format`, `default` and `id`. Nothing is fetched.
 */
export class SchemaSet {
  readonly #documents: ReadonlyMap<string, JsonValue>
  readonly #compiled = new Map<JsonObject, Check>()
  readonly #whole = new Map<string, Check>()

  /** By their addresses, without fragments. */
  constructor(documents: ReadonlyMap<string, JsonValue>) {
    this.#documents = documents
  }

  /** What does not fit, in words; undefined where everything does. Throws a {@link SchemaError} and what patterns throw. */
  judge(address: string, value: JsonValue, budget: Budget): readonly string[] | undefined {
    const check = this.#whole.get(address) ?? this.#at(address, '#')
    this.#whole.set(address, check)
    const problems = new Problems()
    return check(value, new Run(budget, problems)) ? undefined : problems.texts
  }

  /** What a reference leads to, seen from a document: through further references to their end. */
  #at(base: string, reference: string): Check {
    const seen = new Set<string>()
    let [address, fragment] = resolved(base, reference)
    for (;;) {
      const whole = `${address}#${fragment}`
      if (seen.has(whole)) throw new SchemaError(`the reference ${whole} leads back to itself`)
      seen.add(whole)
      const schema = this.#lookUp(address, fragment)
      if (typeof schema.$ref !== 'string') return this.#compile(schema, address, 0)
      ;[address, fragment] = resolved(address, schema.$ref)
    }
  }

  #lookUp(address: string, fragment: string): JsonObject {
    let value = this.#documents.get(address)
    for (const segment of fragment === '' ? [] : fragment.replace(/^\//, '').split('/')) {
      const key = segment.replaceAll('~1', '/').replaceAll('~0', '~')
      if (Array.isArray(value)) value = (value as readonly JsonValue[])[Number(key)]
      else value = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
    }
    if (!isJsonObject(value)) throw new SchemaError(`the reference ${address}#${fragment} leads nowhere`)
    return value
  }

  #compile(schema: JsonValue, base: string, depth: number): Check {
    if (!isJsonObject(schema)) throw new SchemaError('a schema is no object')
    const known = this.#compiled.get(schema)
    if (known) return known
    if (depth > MAX_DEPTH) throw new SchemaError(`more than ${MAX_DEPTH} schemas in one another`)
    const check =
      typeof schema.$ref === 'string' ? this.#reference(base, schema.$ref) : this.#keywords(schema, base, depth)
    this.#compiled.set(schema, check)
    return check
  }

  /** Whatever stands beside a reference does not count. It is followed when it is needed: it may lead back here. */
  #reference(base: string, reference: string): Check {
    let target: Check | undefined
    return (value, run) => {
      target ??= this.#at(base, reference)
      return target(value, run)
    }
  }

  #keywords(schema: JsonObject, base: string, depth: number): Check {
    const compile = (inner: JsonValue) => this.#compile(inner, base, depth + 1)
    const checks = KEYWORDS.flatMap((keyword) => {
      const { name } = keyword
      return Object.hasOwn(schema, name) ? [keyword.compile(schema[name] as JsonValue, { schema, compile })] : []
    })
    return (value, run) => {
      run.enter(checks.length)
      let fits = true
      for (const check of checks) {
        if (check(value, run)) continue
        fits = false
        if (run.isEnough) break
      }
      run.leave()
      return fits
    }
  }
}

function resolved(base: string, reference: string): [address: string, fragment: string] {
  const url = URL.canParse(reference, base) ? new URL(reference, base) : undefined
  if (!url) throw new SchemaError(`the reference ${reference} is malformed`)
  const { hash } = url
  url.hash = ''
  try {
    return [url.href, decodeURIComponent(hash.slice(1))]
  } catch {
    throw new SchemaError(`the reference ${reference} is malformed`)
  }
}

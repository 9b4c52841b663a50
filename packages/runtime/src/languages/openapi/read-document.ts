import { CORE_SCHEMA, defineScalarTag, FAILSAFE_SCHEMA, intJsonTag, load, type Schema } from 'js-yaml'
import { DocumentFault } from './fault.ts'
import { isMap, type Json, type JsonMap, mapOf, textOf } from './json.ts'

export interface OpenApiDocument {
  /** Swagger 2.0, or OpenAPI 3.0. */
  readonly dialect: 'swagger' | 'oas30'
  readonly root: JsonMap
}

/** Documented quota of API Gateway: the size of a file to import. */
const MAX_BYTES = 6 * 1024 * 1024
/** Ours: deeper than any API, and far from the end of the stack. */
const MAX_DEPTH = 200
const MAX_ALIASES = 1000
/** Ours: what aliases of aliases may grow to, and twice what a file of 6 MB has where it describes an API. */
const MAX_VALUES = 300_000

/** `012` and digits that a number would not give back stay texts. */
const integer = defineScalarTag<unknown>('tag:yaml.org,2002:int', {
  implicit: true,
  implicitFirstChars: [...'-0123456789'],
  resolve: (text) => {
    const value = intJsonTag.resolve(text, false, 'tag:yaml.org,2002:int')
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value
    return /^-?\d+$/.test(text) ? text : value
  },
  identify: () => false,
})

const YAML: Schema = CORE_SCHEMA.withTags(integer)

/** Reads JSON or YAML. Nothing is fetched and nothing is run. */
export function readDocument(bytes: Uint8Array): OpenApiDocument {
  if (bytes.byteLength > MAX_BYTES) throw new DocumentFault(`The document is larger than ${MAX_BYTES} bytes.`)
  const text = Buffer.from(bytes)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
  const root = plain(parse(text), 0, { left: MAX_VALUES })
  if (!isMap(root)) throw new DocumentFault('The document is not a map.')
  const info = mapOf(root.info)
  const version = typeof info.version === 'number' ? decimal(info.version, text) : undefined
  if (version === undefined) return { dialect: dialectOf(root), root }
  return { dialect: dialectOf(root), root: { ...root, info: { ...info, version } } }
}

/** A version written `1.0` keeps its zero, which the number loses (inferred: so does swagger-parser, whose words AWS's are). */
function decimal(version: number, text: string): string | undefined {
  if (!Number.isInteger(version)) return undefined
  try {
    const whole = parseYaml(text, FAILSAFE_SCHEMA) as JsonMap
    return textOf(mapOf(whole.info).version)?.includes('.') ? `${version}.0` : undefined
  } catch {
    // JSON that is no YAML, such as a key that stands twice.
    return undefined
  }
}

function parse(text: string): unknown {
  if (breaksIn(text) > MAX_VALUES) throw tooMany()
  try {
    if (text.trimStart().startsWith('{')) return JSON.parse(text)
  } catch {
    // A flow mapping of YAML begins like an object, too.
  }
  return parseYaml(text, YAML)
}

function parseYaml(text: string, schema: Schema): unknown {
  try {
    return load(text, { schema, maxAliases: MAX_ALIASES, maxDepth: MAX_DEPTH })
  } catch {
    throw new DocumentFault('')
  }
}

function tooMany(): DocumentFault {
  return new DocumentFault(`The document has more than ${MAX_VALUES} values.`)
}

/** Commas and line ends, one of which nearly every value has: known at once, where to parse them takes seconds. */
function breaksIn(text: string): number {
  let breaks = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x2c || code === 0x0a) breaks++
  }
  return breaks
}

/** A copy in which nothing is shared, so that whoever walks it later walks a tree of bounded size. */
function plain(value: unknown, depth: number, budget: { left: number }): Json {
  if (depth > MAX_DEPTH) throw new DocumentFault(`The document is nested more than ${MAX_DEPTH} deep.`)
  budget.left -= 1
  if (budget.left < 0) throw tooMany()
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1, budget))
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]): [string, Json] => {
      if (key === '__proto__') throw new DocumentFault('A key of the document is __proto__.')
      return [key, plain(item, depth + 1, budget)]
    })
    return Object.fromEntries(entries)
  }
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') return value
  return null
}

/** OpenAPI 3.1 is not among the versions that REST APIs are imported from (documented: api-gateway-known-issues). */
function dialectOf(root: JsonMap): OpenApiDocument['dialect'] {
  if (textOf(root.swagger) === '2.0' || root.swagger === 2) return 'swagger'
  if (/^3\.0(?:\.\d+|$)/.test(textOf(root.openapi) ?? '')) return 'oas30'
  throw new DocumentFault('The document is neither Swagger 2.0 nor OpenAPI 3.0.')
}

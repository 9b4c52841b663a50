import { CORE_SCHEMA, defineScalarTag, FAILSAFE_SCHEMA, intJsonTag, load, type Schema } from 'js-yaml'
import { DocumentFault } from './fault.ts'
import { isMap, type JsonMap, mapOf, textOf } from './json.ts'
import { MAX_DEPTH, plain, refuseTooMany } from './plain.ts'
import type { Steps } from './steps.ts'
import { withVariables } from './variables.ts'

export interface OpenApiDocument {
  /** Swagger 2.0, or OpenAPI 3.0. */
  readonly dialect: 'swagger' | 'oas30'
  readonly root: JsonMap
}

/** Documented quota of API Gateway: the size of a file to import. */
const MAX_BYTES = 6 * 1024 * 1024
const MAX_ALIASES = 1000

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
const NONE: ReadonlyMap<string, string> = new Map()

/** Reads JSON or YAML, and writes what variables stand for into its texts. Nothing is fetched and nothing is run. */
export function* readDocument(bytes: Uint8Array, variables = NONE): Steps<OpenApiDocument> {
  if (bytes.byteLength > MAX_BYTES) throw new DocumentFault(`The document is larger than ${MAX_BYTES} bytes.`)
  const text = Buffer.from(bytes)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
  refuseTooMany(text)
  yield
  const parsed = parse(text)
  yield
  const root = yield* plain(parsed, (value) => withVariables(value, variables))
  if (!isMap(root)) throw new DocumentFault('The document is not a map.')
  const info = mapOf(root.info)
  const version = typeof info.version === 'number' ? decimal(info.version, text) : undefined
  if (version === undefined) return { dialect: dialectOf(root), root }
  return { dialect: dialectOf(root), root: { ...root, info: { ...info, version } } }
}

/** As a number, or by an alias or an anchor. */
const DECIMAL_VERSION = /\bversion["']?\s*:\s*(?:-?\d+\.0|[*&!])/
/** What stands under `info` where it is a block of YAML, as nearly always. */
const INFO_BLOCK = /^info:[^\n]*\n(?:(?:[ \t#][^\n]*)?\n)*/m

/** A version written `1.0` keeps its zero, which the number loses (inferred: so does swagger-parser, whose words AWS's are). */
function decimal(version: number, text: string): string | undefined {
  if (!Number.isInteger(version) || !DECIMAL_VERSION.test(text)) return undefined
  const written = versionIn(INFO_BLOCK.exec(text)?.[0] ?? '') ?? versionIn(text)
  return written?.includes('.') ? `${version}.0` : undefined
}

function versionIn(text: string): string | undefined {
  try {
    return textOf(mapOf((parseYaml(text, FAILSAFE_SCHEMA) as JsonMap).info).version)
  } catch {
    // JSON that is no YAML, such as a key that stands twice; or a part of a document that does not stand by itself.
    return undefined
  }
}

function parse(text: string): unknown {
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

/** OpenAPI 3.1 is not among the versions that REST APIs are imported from (documented: api-gateway-known-issues). */
function dialectOf(root: JsonMap): OpenApiDocument['dialect'] {
  if (textOf(root.swagger) === '2.0' || root.swagger === 2) return 'swagger'
  if (/^3\.0(?:\.\d+|$)/.test(textOf(root.openapi) ?? '')) return 'oas30'
  throw new DocumentFault('The document is neither Swagger 2.0 nor OpenAPI 3.0.')
}

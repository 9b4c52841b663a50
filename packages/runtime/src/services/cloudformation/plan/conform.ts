import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/json.ts'
import { own } from '../../../kernel/own.ts'
import type { PropertySpecifications, PropertyType, TypeSpecification } from '../specification.ts'

/** Something in a resource's properties that the type's published schema does not allow. */
export interface PropertyProblem {
  /** Within the properties, e.g. `/Policies/PasswordPolicy`. */
  readonly path: string
  readonly kind: 'unknown' | 'missing' | 'type'
  /** The property's name. */
  readonly name: string
  /** What the schema wants, for a wrong type. */
  readonly wanted?: string
}

interface Walk {
  readonly definitions: TypeSpecification['definitions']
  readonly report: (problem: PropertyProblem) => void
  /** Values that cannot be judged yet, because a function stands in their place. */
  readonly isOpen: (value: JsonValue) => boolean
}

/**
 * Holds properties against a type's specification and gives them the types that it says: CloudFormation takes `5` and
 * `"5"` for the same integer, and numbers and booleans for texts.
 */
export function conform(
  properties: JsonObject,
  specification: TypeSpecification,
  isOpen: (value: JsonValue) => boolean = () => false,
): { readonly properties: JsonObject; readonly problems: readonly PropertyProblem[] } {
  const problems: PropertyProblem[] = []
  const walk: Walk = { definitions: specification.definitions, report: (problem) => problems.push(problem), isOpen }
  return { properties: conformObject(properties, specification.properties, '', walk), problems }
}

function conformObject(
  object: JsonObject,
  specifications: PropertySpecifications,
  path: string,
  walk: Walk,
): JsonObject {
  for (const [name, { required }] of Object.entries(specifications)) {
    if (required && object[name] === undefined) walk.report({ path, kind: 'missing', name })
  }
  const entries = Object.entries(object).map(([name, value]): [string, JsonValue] => {
    const specification = own(specifications, name)
    if (!specification) {
      walk.report({ path, kind: 'unknown', name })
      return [name, value]
    }
    return [name, conformValue(value, specification.type, `${path}/${name}`, name, walk)]
  })
  return Object.fromEntries(entries)
}

function conformValue(value: JsonValue, type: PropertyType, path: string, name: string, walk: Walk): JsonValue {
  if (walk.isOpen(value)) return value
  const mismatch = (wanted: string) => {
    walk.report({ path, kind: 'type', name, wanted })
    return value
  }
  if (typeof type === 'object') {
    if ('union' in type) return conformUnion(value, type.union, path, name, walk)
    if ('list' in type) {
      if (!Array.isArray(value)) return mismatch('List')
      return value.map((item: JsonValue, index) => conformValue(item, type.list, `${path}/${index}`, name, walk))
    }
    if (!isJsonObject(value)) return mismatch('Map')
    const entries = Object.entries(value)
    return Object.fromEntries(
      entries.map(([key, item]) => [key, conformValue(item, type.map, `${path}/${key}`, name, walk)]),
    )
  }
  if (type.startsWith('#')) {
    if (!isJsonObject(value)) return mismatch('Object')
    return conformObject(value, walk.definitions[type.slice(1)] ?? {}, path, walk)
  }
  if (type === 'tag') return conformTag(value, walk, mismatch)
  return conformScalar(value, type, mismatch)
}

/** The first member of a union that fits without complaint. */
function conformUnion(
  value: JsonValue,
  types: readonly PropertyType[],
  path: string,
  name: string,
  walk: Walk,
): JsonValue {
  for (const type of types) {
    let fits = true
    const trial = conformValue(value, type, path, name, { ...walk, report: () => (fits = false) })
    if (fits) return trial
  }
  walk.report({ path, kind: 'type', name, wanted: types.map(String).join(' or ') })
  return value
}

const TAG: PropertySpecifications = {
  Key: { type: 'string', required: true },
  Value: { type: 'string', required: true },
}

function conformTag(value: JsonValue, { isOpen }: Walk, mismatch: (wanted: string) => JsonValue): JsonValue {
  if (!isJsonObject(value)) return mismatch('Tag')
  let fits = true
  const tag = conformObject(value, TAG, '', { definitions: {}, report: () => (fits = false), isOpen })
  return fits ? tag : mismatch('Tag')
}

function conformScalar(value: JsonValue, type: string, mismatch: (wanted: string) => JsonValue): JsonValue {
  switch (type) {
    case 'string':
      if (typeof value === 'number' || typeof value === 'boolean') return String(value)
      return typeof value === 'string' ? value : mismatch('String')
    case 'integer':
    case 'number': {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
      const fits =
        typeof number === 'number' && (type === 'number' ? Number.isFinite(number) : Number.isInteger(number))
      return fits ? number : mismatch(type === 'number' ? 'Number' : 'Integer')
    }
    case 'boolean':
      if (value === 'true') return true
      if (value === 'false') return false
      return typeof value === 'boolean' ? value : mismatch('Boolean')
    default:
      return value
  }
}

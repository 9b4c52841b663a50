import { isTree } from '../json-values.ts'
import { type Member, membersOf, type ServiceModel, type Shape, shapeOf } from '../model.ts'

/** A value that is not of its shape's type. */
export interface Mismatch {
  readonly shape: Shape
  readonly value: unknown
  /** The member of the input that it stands in, or below. */
  readonly root: { readonly name: string; readonly member: Member }
}

const MAX_INTEGER = 2 ** 31 - 1

/** The first value of an input that does not fit. Services stop reading there, so there is never a second one. */
export function findMismatch(model: ServiceModel, inputShape: string, input: unknown): Mismatch | undefined {
  for (const [name, member] of membersOf(shapeOf(model, inputShape))) {
    const value = isTree(input) ? input[name] : undefined
    const found = value === undefined ? undefined : search(model, member, value)
    if (found) return { ...found, root: { name, member } }
  }
  return undefined
}

function search(model: ServiceModel, reference: Member, value: unknown): Omit<Mismatch, 'root'> | undefined {
  const shape = shapeOf(model, reference.shape)
  if (!fits(shape, value)) return { shape, value }
  if (shape.type === 'structure') return shape.document ? undefined : searchMembers(model, shape, value)
  if (shape.type === 'list') return searchItems(model, shape.member, shape.max, value as readonly unknown[])
  // What is null by now stands in a sparse map, where it may.
  if (shape.type === 'map') return searchItems(model, shape.value, undefined, valuesOf(value).filter(isPresent))
  return undefined
}

function searchMembers(model: ServiceModel, shape: Shape, value: unknown): Omit<Mismatch, 'root'> | undefined {
  if (!isTree(value)) return undefined
  for (const [name, member] of membersOf(shape)) {
    const item = value[name]
    const found = item === undefined ? undefined : search(model, member, item)
    if (found) return found
  }
  return undefined
}

/** What stands beyond the most that a list may have is not looked at: the list is refused for its length. */
function searchItems(
  model: ServiceModel,
  reference: Member | undefined,
  most = Number.POSITIVE_INFINITY,
  items: readonly unknown[],
): Omit<Mismatch, 'root'> | undefined {
  if (!reference) return undefined
  for (let i = 0; i < items.length && i < most; i++) {
    const found = search(model, reference, items[i])
    if (found) return found
  }
  return undefined
}

function valuesOf(value: unknown): unknown[] {
  return isTree(value) ? Object.values(value) : []
}

function isPresent(value: unknown): boolean {
  return value !== null
}

function fits({ type }: Shape, value: unknown): boolean {
  switch (type) {
    case 'structure':
    case 'map':
      return isTree(value)
    case 'list':
      return Array.isArray(value)
    case 'boolean':
      return typeof value === 'boolean'
    case 'integer':
      return Number.isInteger(value) && Math.abs(Number(value)) <= MAX_INTEGER
    case 'long':
      return Number.isSafeInteger(value)
    case 'float':
    case 'double':
      return Number.isFinite(value)
    case 'timestamp':
      return value instanceof Date
    case 'blob':
      return value instanceof Uint8Array
    case 'string':
    case 'character':
      return typeof value === 'string'
  }
}

const JAVA_NAMES: Readonly<Record<string, string>> = {
  boolean: 'Boolean',
  character: 'String',
  double: 'Double',
  float: 'Float',
  integer: 'Integer',
  long: 'Long',
  string: 'String',
  timestamp: 'Timestamp',
}

/** What Coral says of a JSON value of the wrong type (recorded on API Gateway, observed on Cognito and DynamoDB). */
export function coralMismatchText({ shape, value }: Pick<Mismatch, 'shape' | 'value'>): string {
  if (Array.isArray(value)) return 'Start of list found where not expected'
  if (isTree(value)) return 'Start of structure or map found where not expected.'
  if (shape.type === 'list' || shape.type === 'map') return `Expected ${shape.type} or null`
  if (shape.type === 'structure') return 'Expected null'
  const target = shape.type === 'blob' ? 'a Blob' : `an ${JAVA_NAMES[shape.type]}`
  return `class ${javaClassOf(value)} can not be converted to ${target}`
}

function javaClassOf(value: unknown): string {
  if (typeof value === 'boolean') return 'java.lang.Boolean'
  if (typeof value === 'number') return 'com.amazon.coral.value.json.numbers.TruncatingBigNumber'
  return 'java.lang.String'
}

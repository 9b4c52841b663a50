import { AwsError } from '../kernel/errors.ts'
import { type Member, type ServiceModel, shapeOf } from './model.ts'
import type { QueryParameters } from './query-parameters.ts'
import { readScalarText } from './scalars.ts'

/** `Tags.member.1.Key=a` as a tree: the dots are branches. */
export interface FieldTree {
  value: string | undefined
  readonly branches: Map<string, FieldTree>
}

/** Deeper than any shape of a query service. */
const MAX_DEPTH = 32
/** Branches that one request may grow, whatever its fields' names are. */
const MAX_BRANCHES = 200_000

export function fieldTree(form: QueryParameters): FieldTree {
  const root: FieldTree = { value: undefined, branches: new Map() }
  let grown = 0
  for (const [name, value] of form.entries) {
    const path = name.split('.', MAX_DEPTH + 1)
    if (path.length > MAX_DEPTH) throw malformedInput('A parameter name has too many parts.')
    let branch = root
    for (const part of path) {
      let next = branch.branches.get(part)
      if (!next) {
        if (++grown > MAX_BRANCHES) throw malformedInput('The request has too many parameters.')
        next = { value: undefined, branches: new Map() }
        branch.branches.set(part, next)
      }
      branch = next
    }
    branch.value ??= value
  }
  return root
}

/** How a form-based protocol names its fields. */
export interface FieldRules {
  nameOf(model: ServiceModel, name: string, member: Member): string
  /** Whether the items of every list stand right behind its name (`Name.1`), whatever the shape says. */
  readonly listsAreFlat: boolean
}

/** Smithy's `awsQuery`: a flattened list goes by the name of its items, anything else by its member's. */
export const QUERY_FIELDS: FieldRules = {
  nameOf(model, name, member) {
    const shape = shapeOf(model, member.shape)
    const itemName = (member.flattened ?? shape.flattened) ? shape.member?.locationName : undefined
    return member.queryName ?? itemName ?? member.locationName ?? name
  },
  listsAreFlat: false,
}

/** Smithy's `ec2Query`: names begin with a capital letter, and `queryName` is taken as it is. */
export const EC2_FIELDS: FieldRules = {
  nameOf: (_, name, member) => member.queryName ?? capitalized(member.locationName ?? name),
  listsAreFlat: true,
}

/** Reads by shape. A list or map sent as an empty string (`Parameters=`) is an empty one: SDKs write them so. */
export function readFields(model: ServiceModel, reference: Member, tree: FieldTree, rules: FieldRules): unknown {
  const shape = shapeOf(model, reference.shape)
  const flattened = reference.flattened ?? shape.flattened ?? false
  switch (shape.type) {
    case 'structure': {
      const result: Record<string, unknown> = {}
      for (const [name, member] of Object.entries(shape.members ?? {})) {
        const branch = tree.branches.get(rules.nameOf(model, name, member))
        if (branch) result[name] = readFields(model, member, branch, rules)
      }
      return result
    }
    case 'list': {
      const item = shape.member
      if (!item) return []
      const items = flattened || rules.listsAreFlat ? tree : tree.branches.get(item.locationName ?? 'member')
      return numbered(items).map((branch) => readFields(model, item, branch, rules))
    }
    case 'map': {
      const { key, value } = shape
      if (!key || !value) return {}
      return Object.fromEntries(
        numbered(flattened ? tree : tree.branches.get('entry')).flatMap((entry) => {
          const entryKey = entry.branches.get(key.locationName ?? 'key')?.value
          const entryValue = entry.branches.get(value.locationName ?? 'value')
          return entryKey !== undefined && entryValue ? [[entryKey, readFields(model, value, entryValue, rules)]] : []
        }),
      )
    }
    default:
      return readScalarText(shape, tree.value ?? '')
  }
}

function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** Branches named by numbers, in their order; gaps close. */
function numbered(tree: FieldTree | undefined): FieldTree[] {
  if (!tree) return []
  return [...tree.branches]
    .filter(([index]) => /^\d{1,9}$/.test(index))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, branch]) => branch)
}

function malformedInput(message: string): AwsError {
  return new AwsError('MalformedInput', message)
}

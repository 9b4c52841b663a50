import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/json.ts'
import type { KnownType, TypeRegistry } from '../type-registry.ts'

interface Described {
  readonly type: string
  readonly properties: JsonObject
}

/** What is only recorded, types and parts of types, each with how many resources have it: `AWS::EC2::Subnet (6)`. */
export function recordedIn(resources: Iterable<Described>, types: TypeRegistry): string[] {
  const counts = new Map<string, number>()
  for (const resource of resources) {
    for (const name of namesOf(resource, types)) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts].map(([name, count]) => (count === 1 ? name : `${name} (${count})`)).sort()
}

function namesOf({ type, properties }: Described, types: TypeRegistry): string[] {
  const known = types.find(type)
  if (!known) return []
  return known.recorded ? [type] : recordedPartsOf(known, properties)
}

/** A resource of an emulated type that was made although these are not emulated. */
function recordedPartsOf({ handler }: KnownType, properties: JsonObject): string[] {
  const paths = Object.entries(handler.properties).filter(
    ([path, fidelity]) => fidelity === 'recordable' && isGiven(properties, path.split('.')),
  )
  const literals = handler.refusals?.(properties) ?? []
  return [
    ...paths.map(([path]) => `${handler.type}.${path}`),
    ...literals.flatMap(({ recordable }) => recordable ?? []),
  ]
}

function isGiven(value: JsonValue | undefined, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return value !== undefined
  return isJsonObject(value) && Object.hasOwn(value, name) && isGiven(value[name], rest)
}

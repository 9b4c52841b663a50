import type { TypeRegistry } from '../type-registry.ts'

interface Typed {
  readonly type: string
}

/** Types of resources that are only recorded, each with how many resources have it: `AWS::EC2::Subnet (6)`. */
export function recordedTypes(resources: Iterable<Typed>, types: TypeRegistry): string[] {
  const counts = new Map<string, number>()
  for (const { type } of resources) {
    if (types.find(type)?.recorded) counts.set(type, (counts.get(type) ?? 0) + 1)
  }
  return [...counts].map(([type, count]) => (count === 1 ? type : `${type} (${count})`)).sort()
}

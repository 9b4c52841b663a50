import { type Place, placeFromKey } from '../../../kernel/place.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import type { StackRecord } from '../records.ts'
import { stacks } from '../repository.ts'
import type { StackContents } from '../stack-contents.ts'
import type { Template } from '../template/template.ts'
import type { TypeRegistry } from '../type-registry.ts'

/** What one stack has that is only recorded. */
export interface RecordedInStack extends Place {
  readonly stack: string
  readonly resources: readonly { readonly logicalId: string; readonly type: string }[]
}

/** Of all accounts and regions, the stacks that have recorded resources, for whoever asks what does nothing here. */
export async function recordedResources(
  reader: Reader,
  contents: StackContents,
  types: TypeRegistry,
): Promise<RecordedInStack[]> {
  const documents = await reader.list<StackRecord>({ kind: stacks.kind })
  const found: RecordedInStack[] = []
  for (const { key, value } of documents) {
    if (value.status === 'DELETE_COMPLETE') continue
    const place = placeFromKey(key.place)
    const resources = (await contents.resourcesOf(reader, place, key.id))
      .filter(({ type, status }) => status !== 'DELETE_COMPLETE' && types.find(type)?.recorded === true)
      .map(({ logicalId, type }) => ({ logicalId, type }))
    if (resources.length > 0) found.push({ ...place, stack: value.name, resources })
  }
  return found
}

/** Types of a template that are only recorded, each with how many resources have it: `AWS::EC2::Subnet (6)`. */
export function recordedTypes(template: Template, types: TypeRegistry): string[] {
  const counts = new Map<string, number>()
  for (const { type } of Object.values(template.resources)) {
    if (types.find(type)?.recorded) counts.set(type, (counts.get(type) ?? 0) + 1)
  }
  return [...counts].map(([type, count]) => (count === 1 ? type : `${type} (${count})`)).sort()
}

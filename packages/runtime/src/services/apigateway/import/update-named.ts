import type { PatchOperation } from '../../../generated/apigateway.ts'
import type { JsonValue } from '../../../kernel/json.ts'

type Members<K extends string> = Readonly<Partial<Record<K, JsonValue | undefined>>>

/** Replaces what differs between something that is there and what the document says under the same name. */
export function updating<K extends string>(
  before: Members<K>,
  after: Members<K>,
  members: readonly K[],
): { readonly patchOperations: PatchOperation[] } {
  const changed = members.filter((member) => after[member] !== undefined && after[member] !== before[member])
  return {
    patchOperations: changed.map((member) => ({ op: 'replace', path: `/${member}`, value: String(after[member]) })),
  }
}

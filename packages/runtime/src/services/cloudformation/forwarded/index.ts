import type { Forwards } from '../../../kernel/forwards.ts'
import type { ResourceType } from '../../../kernel/resource-type.ts'
import { type ForwardedType, type ForwardedTypeDeps, forwardedType } from './forwarded-type.ts'
import { globalTableType } from './global-table.ts'
import { queuePolicyType, queueType } from './queue.ts'
import { tableType } from './table.ts'
import { subscriptionType, topicPolicyType, topicType } from './topic.ts'

const TYPES: readonly ForwardedType[] = [
  globalTableType,
  queuePolicyType,
  queueType,
  subscriptionType,
  tableType,
  topicPolicyType,
  topicType,
]

/** The types that other emulators have the resources of; the others of their services are recorded as before. */
export function forwardedTypes(forwards: Forwards, deps: ForwardedTypeDeps): readonly ResourceType[] {
  return TYPES.filter(({ service }) => forwards.has(service)).map((type) => forwardedType(type, deps))
}

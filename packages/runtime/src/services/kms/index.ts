import { bindOperations, type Service } from '../../kernel/service.ts'
import type { KmsDeps } from './deps.ts'
import { operations } from './operations/index.ts'
import { resourceTypes } from './resources/index.ts'

export type { KmsDeps } from './deps.ts'

/** Keys and aliases. Symmetric keys encrypt; what others are for, as signatures, is refused by name. */
export function createKmsService(deps: KmsDeps): Service {
  return { name: 'kms', operations: bindOperations(operations, deps), resourceTypes }
}

import { bindOperations, type Service } from '../../kernel/service.ts'
import type { SsmDeps } from './deps.ts'
import { operations } from './operations/index.ts'
import { resourceTypes } from './resources/index.ts'

export type { SsmDeps } from './deps.ts'

/** Parameter Store. The rest of Systems Manager is refused by name. */
export function createSsmService(deps: SsmDeps): Service {
  return { name: 'ssm', operations: bindOperations(operations, deps), resourceTypes }
}

import { bindOperations, type Service } from '../../kernel/service.ts'
import type { EcrDeps } from './deps.ts'
import { operations } from './operations/index.ts'
import { resourceTypes } from './resources/index.ts'

export type { EcrDeps } from './deps.ts'

/** Repositories as records. There is no registry to push to: what would need one is refused by name. */
export function createEcrService(deps: EcrDeps): Service {
  return { name: 'ecr', operations: bindOperations(operations, deps), resourceTypes }
}

import { bindOperations, type Service } from '../../kernel/service.ts'
import type { StsDeps } from './deps.ts'
import { operations } from './operations/index.ts'

export type { StsDeps } from './deps.ts'

/** Keeps no state: a session is what its credentials say. */
export function createStsService(deps: StsDeps): Service {
  return { name: 'sts', operations: bindOperations(operations, deps), resourceTypes: [] }
}

import { bindOperations, type Service } from '../../kernel/service.ts'
import type { IamDeps } from './deps.ts'
import { operations } from './operations/index.ts'
import { resourceTypes } from './resources/index.ts'

export type { IamDeps } from './deps.ts'

/** Roles and policies as records: they can be created, attached and read, but permissions are not evaluated. */
export function createIamService(deps: IamDeps): Service {
  return { name: 'iam', operations: bindOperations(operations, deps), resourceTypes }
}

import { bindOperations, type Service } from '../../kernel/service.ts'
import type { SecretsManagerDeps } from './deps.ts'
import { operations } from './operations/index.ts'
import { resourceTypesOf } from './resources/index.ts'

export type { SecretsManagerDeps } from './deps.ts'

/** Secrets with their versions and labels. Rotation and replication are refused by name. */
export function createSecretsManagerService(deps: SecretsManagerDeps): Service {
  const resourceTypes = resourceTypesOf(deps.random)
  return { name: 'secretsmanager', operations: bindOperations(operations, deps), resourceTypes }
}

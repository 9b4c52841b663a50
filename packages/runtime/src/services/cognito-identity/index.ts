import { bindOperations, type Service } from '../../kernel/service.ts'
import type { CognitoIdentityDeps } from './deps.ts'
import { operations } from './operations/index.ts'
import { resourceTypes } from './resources/index.ts'

export type { CognitoIdentityDeps } from './deps.ts'

/** Identity pools: people of user pools get credentials of roles. */
export function createCognitoIdentityService(deps: CognitoIdentityDeps): Service {
  return { name: 'cognito-identity', operations: bindOperations(operations, deps), resourceTypes }
}

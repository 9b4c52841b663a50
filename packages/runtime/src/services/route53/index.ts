import { bindOperations, type Service } from '../../kernel/service.ts'
import type { Route53Deps } from './deps.ts'
import { operations } from './operations/index.ts'
import { resourceTypes } from './resources/index.ts'

/** Hosted zones as records, for apps that look theirs up: no name is resolved through them. */
export function createRoute53Service(deps: Route53Deps): Service {
  return { name: 'route53', operations: bindOperations(operations, deps), resourceTypes }
}

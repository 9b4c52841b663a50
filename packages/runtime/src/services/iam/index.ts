import type { JudgeIdentity } from '../../kernel/policies/identity.ts'
import { bindOperations, type Service } from '../../kernel/service.ts'
import type { Reader } from '../../kernel/transaction.ts'
import type { IamDeps } from './deps.ts'
import { createIdentityPolicies } from './identity-policies.ts'
import { operations } from './operations/index.ts'
import { resourceTypes } from './resources/index.ts'

export type { IamDeps } from './deps.ts'

export interface IamService extends Service {
  /** For calls of APIs: AWS's own APIs ask nobody's policies here. */
  readonly judgeIdentity: JudgeIdentity
}

/** Roles and policies: they can be created, attached and read, and are held against calls of APIs. */
export function createIamService({ store, ...deps }: IamDeps & { readonly store: Reader }): IamService {
  return {
    name: 'iam',
    operations: bindOperations(operations, deps),
    resourceTypes,
    judgeIdentity: createIdentityPolicies(store),
  }
}

import { managedPolicyType } from './managed-policy.ts'
import { policyType } from './policy.ts'
import { roleType } from './role.ts'
import { rolePolicyType } from './role-policy.ts'

export const resourceTypes = [managedPolicyType, policyType, rolePolicyType, roleType]

import { managedPolicyType } from './managed-policy.ts'
import { policyType } from './policy.ts'
import { roleType } from './role.ts'

export const resourceTypes = [managedPolicyType, policyType, roleType]

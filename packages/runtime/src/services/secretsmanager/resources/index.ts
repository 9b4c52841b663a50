import type { Random } from '../../../kernel/random.ts'
import { resourcePolicyType } from './resource-policy.ts'
import { secretType } from './secret.ts'

export const resourceTypesOf = (random: Random) => [resourcePolicyType, secretType(random)]

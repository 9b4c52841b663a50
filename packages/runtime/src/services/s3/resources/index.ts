import { bucketType } from './bucket.ts'
import { bucketPolicyType } from './bucket-policy.ts'

export const resourceTypes = [bucketPolicyType, bucketType]

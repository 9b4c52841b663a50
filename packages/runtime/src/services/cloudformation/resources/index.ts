import { cdkMetadata } from './cdk-metadata.ts'

export const resourceTypes = [cdkMetadata]

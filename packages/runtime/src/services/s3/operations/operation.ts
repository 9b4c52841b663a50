import { operationsOf } from '../../../kernel/operation.ts'
import type { S3Deps } from '../model.ts'

export const operation = operationsOf<'s3', S3Deps>()

import { operationsOf } from '../../../kernel/operation.ts'
import type { KmsDeps } from '../model.ts'

export const operation = operationsOf<'kms', KmsDeps>()

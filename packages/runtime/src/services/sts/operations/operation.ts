import { operationsOf } from '../../../kernel/operation.ts'
import type { StsDeps } from '../model.ts'

export const operation = operationsOf<'sts', StsDeps>()

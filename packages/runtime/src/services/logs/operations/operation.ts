import { operationsOf } from '../../../kernel/operation.ts'
import type { LogsDeps } from '../model.ts'

export const operation = operationsOf<'logs', LogsDeps>()

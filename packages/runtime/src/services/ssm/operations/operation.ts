import { operationsOf } from '../../../kernel/operation.ts'
import type { SsmDeps } from '../model.ts'

export const operation = operationsOf<'ssm', SsmDeps>()

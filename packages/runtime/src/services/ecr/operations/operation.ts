import { operationsOf } from '../../../kernel/operation.ts'
import type { EcrDeps } from '../model.ts'

export const operation = operationsOf<'ecr', EcrDeps>()

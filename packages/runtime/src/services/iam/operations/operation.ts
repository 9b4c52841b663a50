import { operationsOf } from '../../../kernel/operation.ts'
import type { IamDeps } from '../model.ts'

export const operation = operationsOf<'iam', IamDeps>()

import { operationsOf } from '../../../kernel/operation.ts'
import type { SecretsManagerDeps } from '../model.ts'

export const operation = operationsOf<'secretsmanager', SecretsManagerDeps>()

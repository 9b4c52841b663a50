import type { DefinitionChecks } from '../../gateway/check-ports.ts'
import type { TestAuthorizer, TestMethod } from '../../gateway/test-ports.ts'
import type { Clock } from '../../kernel/clock.ts'
import { operationsOf } from '../../kernel/operation.ts'
import type { Random } from '../../kernel/random.ts'
import type { Recording } from '../../kernel/recording.ts'
import type { Vault } from '../../kernel/vault.ts'
import type { UsageMeter } from './keys/usage-meter.ts'

/** What API Gateway's operations work with. */
export interface ApiGatewayDeps {
  readonly clock: Clock
  readonly random: Random
  /** What the data plane can serve. */
  readonly checks: DefinitionChecks
  /** Calls a method that need not be deployed. */
  readonly testMethod: TestMethod
  /** Asks an authorizer that need not be deployed. */
  readonly testAuthorizer: TestAuthorizer
  /** Keeps the values of API keys. */
  readonly vault: Vault
  /** What has been used of usage plans. */
  readonly usage: UsageMeter
  /** What it cannot serve and may be edited all the same. */
  readonly isRecorded: Recording
}

export const operation = operationsOf<'apigateway', ApiGatewayDeps>()

import type {
  DescribeExecutionOutput,
  DescribeStateMachineOutput,
  ExecutionListItem,
  StateMachineListItem,
} from '../../generated/states.ts'
import type { Vault } from '../../kernel/vault.ts'
import { contentOf, type ExecutionRecord, type StateMachineRecord } from './records.ts'

/** Documented defaults. */
const NO_LOGGING = { level: 'OFF', includeExecutionData: false }
const NO_TRACING = { enabled: false }
const OWN_KEY = { type: 'AWS_OWNED_KEY' }

export function stateMachineToWire(machine: StateMachineRecord, vault: Vault): DescribeStateMachineOutput {
  const { logging = NO_LOGGING, tracing = NO_TRACING, encryption = OWN_KEY } = machine.settings
  return {
    ...stateMachineItem(machine),
    status: machine.status,
    definition: vault.open(machine.definition),
    roleArn: machine.roleArn,
    loggingConfiguration: logging,
    tracingConfiguration: tracing,
    encryptionConfiguration: encryption,
    revisionId: machine.revisionId,
  }
}

export function stateMachineItem({ arn, name, type, createdAt }: StateMachineRecord): StateMachineListItem {
  return { stateMachineArn: arn, name, type: type ?? 'STANDARD', creationDate: new Date(createdAt) }
}

export function executionToWire(execution: ExecutionRecord, vault: Vault): DescribeExecutionOutput {
  const { input, end } = contentOf(vault.open(execution.content))
  return {
    ...executionItem(execution),
    input,
    inputDetails: { included: true },
    traceHeader: execution.traceHeader,
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: reasonOf(execution),
    ...(end?.status === 'SUCCEEDED' && { output: JSON.stringify(end.output), outputDetails: { included: true } }),
    ...(end && 'error' in end && { error: end.error }),
    ...(end && 'cause' in end && { cause: end.cause }),
  }
}

export function executionItem(execution: ExecutionRecord): ExecutionListItem {
  const { arn, name, stateMachineArn, status, startedAt, stoppedAt } = execution
  return {
    executionArn: arn,
    stateMachineArn,
    name,
    status,
    startDate: new Date(startedAt),
    stopDate: stoppedAt === undefined ? undefined : new Date(stoppedAt),
    redriveCount: 0,
  }
}

/** Documented for the first two. Nothing is redriven here. */
function reasonOf({ status }: ExecutionRecord): string {
  if (status === 'RUNNING') return 'Execution is RUNNING and cannot be redriven'
  if (status === 'SUCCEEDED') return 'Execution is SUCCEEDED and cannot be redriven'
  return 'Redriving executions is not emulated by Sallyport.'
}

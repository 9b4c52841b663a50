import { uuid } from '../../../kernel/ids.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import type { EngineDeps } from '../deps.ts'
import type { Prepared } from '../plan/prepare.ts'
import type { OperationRecord, StackRecord, StackStatus, StoredConfiguration } from '../records.ts'
import { stackNames, stacks } from '../repository.ts'
import type { StackWriter } from './stack-writer.ts'

export const USER_INITIATED = 'User Initiated'
const REMEMBERED_TOKENS = 5

/** A stack that has just been named and has nothing yet. */
export function newStack(id: string, name: string, createdAt: number): StackRecord {
  return {
    id,
    name,
    status: 'REVIEW_IN_PROGRESS',
    createdAt,
    outputs: [],
    disableRollback: false,
    terminationProtection: false,
    lastEventAt: 0,
    recentTokens: [],
  }
}

export function putNewStack(writer: StackWriter): void {
  const { tx, place, key, stack } = writer
  stacks.put(tx, place, key, stack)
  stackNames.put(tx, place, stack.name, { key })
}

/** Keeps a prepared template with the stack, and gives its configuration as it is stored. */
export function keepConfiguration(
  deps: EngineDeps,
  writer: StackWriter,
  prepared: Pick<Prepared, 'text' | 'processed' | 'configuration'>,
): StoredConfiguration {
  const { tx, place, key } = writer
  deps.contents.putTemplate(tx, place, key, prepared.configuration.templateId, prepared)
  return deps.contents.sealConfiguration(prepared.configuration)
}

export interface Beginning {
  readonly phase: OperationRecord['phase']
  readonly status: StackStatus
  readonly clientRequestToken?: string
  readonly changeSetId?: string
  readonly onFailure?: OperationRecord['onFailure']
  readonly retainExceptOnCreate?: boolean
  readonly importExisting?: boolean
  readonly skip?: readonly string[]
  readonly forced?: boolean
  readonly statusBefore?: StackStatus
  readonly nested?: boolean
  readonly reason?: string
}

/** Writes down an operation and its first event. The runner is to be started once this is committed. */
export function beginOperation(deps: EngineDeps, writer: StackWriter, ctx: CallContext, beginning: Beginning): string {
  const { phase, status, clientRequestToken: token, changeSetId, statusBefore } = beginning
  const operation: OperationRecord = {
    id: uuid(deps.random),
    phase,
    after: writer.stack.lastEventAt,
    caller: ctx.caller,
    origin: ctx.origin,
    ...(token === undefined ? {} : { clientRequestToken: token }),
    ...(changeSetId === undefined ? {} : { changeSetId }),
    ...(statusBefore === undefined ? {} : { statusBefore }),
    onFailure: beginning.onFailure ?? 'ROLLBACK',
    retainExceptOnCreate: beginning.retainExceptOnCreate ?? false,
    importExisting: beginning.importExisting ?? false,
    skip: beginning.skip ?? [],
    ...(beginning.nested ? { nested: true as const } : {}),
    ...(beginning.forced ? { forced: true as const } : {}),
  }
  const { recentTokens } = writer.stack
  const tokens = token === undefined ? recentTokens : [token, ...recentTokens].slice(0, REMEMBERED_TOKENS)
  writer.set({ operation, recentTokens: tokens })
  writer.setStatus(status, beginning.reason ?? USER_INITIATED)
  return operation.id
}

/** Whether a request was carried out before: clients send it again when an answer is lost. */
export function isRepeated(stack: StackRecord | undefined, token: string | undefined): boolean {
  return token !== undefined && stack?.recentTokens.includes(token) === true
}

export interface FailureSettings {
  readonly DisableRollback?: boolean
  readonly OnFailure?: string
  readonly DeploymentConfig?: { readonly Mode?: string; readonly DisableRollback?: boolean }
}

/** What a request wants to happen on failure. An express deployment does not roll back unless it is told to. */
export function onFailureOf({
  DisableRollback,
  OnFailure,
  DeploymentConfig,
}: FailureSettings): OperationRecord['onFailure'] {
  if (OnFailure === 'DO_NOTHING' || OnFailure === 'DELETE' || OnFailure === 'ROLLBACK') return OnFailure
  const byDefault = DeploymentConfig?.Mode === 'EXPRESS'
  return (DisableRollback ?? DeploymentConfig?.DisableRollback ?? byDefault) ? 'DO_NOTHING' : 'ROLLBACK'
}

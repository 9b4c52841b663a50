import { type Place, placeFromKey } from '../../kernel/place.ts'
import type { Reader, Transaction } from '../../kernel/transaction.ts'
import { collection } from '../../store/collection.ts'
import { executionDoesNotExist, resourceNotFound, stateMachineDoesNotExist } from './errors.ts'
import { executionId, stateMachineName } from './names.ts'
import type { ExecutionRecord, StateMachineRecord } from './records.ts'

const machines = collection<StateMachineRecord>('states/state-machine')

export const stateMachines = {
  find: (reader: Reader, place: Place, name: string) => machines.find(reader, place, name),
  list: (reader: Reader, place: Place, range: { readonly after: string | undefined; readonly limit: number }) =>
    machines.list(reader, place, { limit: range.limit, ...(range.after !== undefined && { after: range.after }) }),
  put: (tx: Transaction, place: Place, value: StateMachineRecord) => machines.put(tx, place, value.name, value),
  delete: (tx: Transaction, place: Place, name: string) => machines.delete(tx, place, name),

  async require(reader: Reader, place: Place, arn: string): Promise<StateMachineRecord> {
    const found = await machines.find(reader, place, stateMachineName(arn))
    if (found?.arn !== arn) throw stateMachineDoesNotExist(arn)
    return found
  },

  async requireTagged(reader: Reader, place: Place, arn: string): Promise<StateMachineRecord> {
    const found = await machines.find(reader, place, stateMachineName(arn))
    if (found?.arn !== arn) throw resourceNotFound(arn)
    return found
  },
}

const all = collection<ExecutionRecord>('states/execution')
/** Of those that run, so that nothing has to look through all others for them. */
const running = collection<{ readonly startedAt: number }>('states/running-execution')

export const executions = {
  find: (reader: Reader, place: Place, id: string) => all.find(reader, place, id),

  listOf: (reader: Reader, place: Place, stateMachine: string) =>
    all.list(reader, place, { prefix: `${stateMachine}:` }),

  async isAnyRunning(reader: Reader, place: Place, stateMachine: string): Promise<boolean> {
    return (await running.list(reader, place, { prefix: `${stateMachine}:`, limit: 1 })).length > 0
  },

  put(tx: Transaction, place: Place, value: ExecutionRecord): void {
    const id = idOf(value)
    all.put(tx, place, id, value)
    if (value.status === 'RUNNING') running.put(tx, place, id, { startedAt: value.startedAt })
    else running.delete(tx, place, id)
  },

  async deleteAllOf(tx: Transaction, place: Place, stateMachine: string): Promise<void> {
    for (const each of await executions.listOf(tx, place, stateMachine)) all.delete(tx, place, idOf(each))
  },

  async require(reader: Reader, place: Place, arn: string): Promise<ExecutionRecord> {
    const found = await all.find(reader, place, executionId(arn))
    if (found?.arn !== arn) throw executionDoesNotExist(arn)
    return found
  },
}

export function idOf({ stateMachine, name }: Pick<ExecutionRecord, 'stateMachine' | 'name'>): string {
  return `${stateMachine}:${name}`
}

/** Where they are, by place and id. */
export async function listRunning(reader: Reader): Promise<{ readonly place: Place; readonly id: string }[]> {
  const found = await reader.list({ kind: running.kind })
  return found.map(({ key }) => ({ place: placeFromKey(key.place), id: key.id }))
}

/**
 * A state machine that is deleted goes with the last of its executions, which go with it.
 * @returns whether it is gone.
 */
export async function removeIfIdle(tx: Transaction, place: Place, name: string): Promise<boolean> {
  if (await executions.isAnyRunning(tx, place, name)) return false
  await executions.deleteAllOf(tx, place, name)
  stateMachines.delete(tx, place, name)
  return true
}

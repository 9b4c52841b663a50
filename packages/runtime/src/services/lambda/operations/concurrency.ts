import type { Place } from '../../../kernel/place.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import { operation } from '../deps.ts'
import { beyondLimits, invalidParameter } from '../errors.ts'
import { ACCOUNT_CONCURRENCY } from '../invoke/concurrency.ts'
import { functionReference, LATEST } from '../names.ts'
import type { FunctionRecord } from '../records.ts'
import { functions, provisioned, requireFunction, within } from '../repository.ts'

/** Documented: what an account keeps for functions that reserve nothing. */
export const LEAST_UNRESERVED = 100

export const putFunctionConcurrency = operation('PutFunctionConcurrency', async (input, _deps, ctx) => {
  const { place } = ctx
  const name = wholeFunction(input.FunctionName, place)
  const reserved = input.ReservedConcurrentExecutions
  await ctx.transact(async (tx) => {
    const record = await requireNamed(tx, place, name)
    const others = (await functions.list(tx, place)).filter((other) => other.name !== name)
    if (ACCOUNT_CONCURRENCY - reserved - sum(others) < LEAST_UNRESERVED) {
      throw beyondLimits(
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below " +
          `its minimum value of [${LEAST_UNRESERVED}].`,
      )
    }
    const kept = (await provisioned.list(tx, place, { prefix: within(name) })).reduce(
      (all, { requested }) => all + requested,
      0,
    )
    if (kept > 0 && reserved < kept) {
      throw invalidParameter(
        ` ReservedConcurrentExecutions  ${reserved} should not be lower than function's total provisioned concurrency [${kept}].`,
      )
    }
    functions.put(tx, place, name, { ...record, reserved })
  })
  return { ReservedConcurrentExecutions: reserved }
})

export const getFunctionConcurrency = operation('GetFunctionConcurrency', async (input, _deps, { place, reader }) => {
  const { reserved } = await requireFunction(reader, place, wholeFunction(input.FunctionName, place))
  return { ReservedConcurrentExecutions: reserved }
})

export const deleteFunctionConcurrency = operation('DeleteFunctionConcurrency', async (input, _deps, ctx) => {
  const { place } = ctx
  const name = wholeFunction(input.FunctionName, place)
  await ctx.transact(async (tx) => {
    const { reserved: _, ...record } = await requireNamed(tx, place, name)
    functions.put(tx, place, name, record)
  })
})

export function sum(records: readonly FunctionRecord[]): number {
  return records.reduce((all, { reserved = 0 }) => all + reserved, 0)
}

function wholeFunction(given: string, place: Place): string {
  const { name, qualifier } = functionReference(given, undefined, place)
  if (qualifier === undefined) return name
  throw invalidParameter(
    'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. ' +
      'Please specify either a function name or an unqualified function ARN.',
  )
}

/** Recorded of changes: with a qualifier that nobody asked for. */
function requireNamed(reader: Reader, place: Place, name: string): Promise<FunctionRecord> {
  return requireFunction(reader, place, name, `${name}:${LATEST}`)
}

import type { ProvisionedConcurrencyConfigListItem } from '../../../generated/lambda.ts'
import { AwsError } from '../../../kernel/errors.ts'
import { readPage, sorted } from '../../../kernel/paging.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import { operation } from '../deps.ts'
import { functionNotFound, invalidParameter } from '../errors.ts'
import { ACCOUNT_CONCURRENCY } from '../invoke/concurrency.ts'
import { functionArn, functionReference, LATEST } from '../names.ts'
import { PAGE_SIZE, pageRequest } from '../paging.ts'
import type { FunctionRecord, ProvisionedRecord } from '../records.ts'
import { functions, provisioned, requireFunction, within } from '../repository.ts'
import { isoTime } from '../wire.ts'
import { requireVersion } from './get-function.ts'

/** Documented: what an account keeps for functions that reserve nothing. */
const LEAST_UNRESERVED = 100

export const putFunctionConcurrency = operation('PutFunctionConcurrency', async (input, _deps, ctx) => {
  const { place } = ctx
  const name = wholeFunction(input.FunctionName, place)
  const reserved = input.ReservedConcurrentExecutions
  await ctx.transact(async (tx) => {
    const record = await requireNamed(tx, place, name)
    const others = (await functions.list(tx, place)).filter((other) => other.name !== name)
    if (ACCOUNT_CONCURRENCY - reserved - sum(others) < LEAST_UNRESERVED) {
      throw invalidParameter(
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
  const { reserved } = await requireNamed(reader, place, wholeFunction(input.FunctionName, place))
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

/** Recorded: with a qualifier that nobody asked for. */
function requireNamed(reader: Reader, place: Place, name: string): Promise<FunctionRecord> {
  return requireFunction(reader, place, name, `${name}:${LATEST}`)
}

/* Provisioned concurrency: accepted and said to be ready. Environments start when they are needed. */

export const putProvisionedConcurrencyConfig = operation(
  'PutProvisionedConcurrencyConfig',
  async (input, { clock }, ctx) => {
    const { place } = ctx
    const reference = functionReference(input.FunctionName, input.Qualifier, place)
    checkQualifier(reference.qualifier)
    const requested = input.ProvisionedConcurrentExecutions
    const qualifier = reference.qualifier ?? input.Qualifier
    const record = { qualifier, requested, modifiedAt: clock.now() }
    await ctx.transact(async (tx) => {
      const { record: found } = await requireVersion(tx, place, reference)
      if (found.reserved !== undefined && requested > found.reserved) {
        throw invalidParameter(
          `Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function`,
        )
      }
      provisioned.put(tx, place, within(found.name, qualifier), record)
    })
    return {
      RequestedProvisionedConcurrentExecutions: requested,
      AvailableProvisionedConcurrentExecutions: 0,
      AllocatedProvisionedConcurrentExecutions: 0,
      Status: 'IN_PROGRESS',
      LastModified: isoTime(record.modifiedAt),
    }
  },
)

export const getProvisionedConcurrencyConfig = operation(
  'GetProvisionedConcurrencyConfig',
  async (input, _deps, { place, reader }) => {
    const reference = functionReference(input.FunctionName, input.Qualifier, place)
    checkQualifier(reference.qualifier)
    const { record } = await requireVersion(reader, place, reference)
    const found = await provisioned.find(reader, place, within(record.name, reference.qualifier))
    if (found) return readyOf(found)
    throw new AwsError(
      'ProvisionedConcurrencyConfigNotFoundException',
      'No Provisioned Concurrency Config found for this function',
      { members: { Type: 'User' } },
    )
  },
)

export const deleteProvisionedConcurrencyConfig = operation(
  'DeleteProvisionedConcurrencyConfig',
  async (input, _deps, ctx) => {
    const { place } = ctx
    const reference = functionReference(input.FunctionName, input.Qualifier, place)
    checkQualifier(reference.qualifier)
    await ctx.transact(async (tx) => {
      await requireVersion(tx, place, reference)
      provisioned.delete(tx, place, within(reference.name, reference.qualifier))
    })
  },
)

export const listProvisionedConcurrencyConfigs = operation(
  'ListProvisionedConcurrencyConfigs',
  async (input, _deps, ctx) => {
    const { place, reader } = ctx
    const { name } = functionReference(input.FunctionName, undefined, place)
    const found = await functions.find(reader, place, name)
    if (!found) throw functionNotFound(functionArn(place, name))
    const { items, next } = await readPage(
      pageRequest('ListProvisionedConcurrencyConfigs', input, ctx, PAGE_SIZE),
      sorted(await provisioned.list(reader, place, { prefix: within(name) }), ({ qualifier }) => [qualifier]),
    )
    const listed: ProvisionedConcurrencyConfigListItem[] = items.map((item) => ({
      FunctionArn: functionArn(place, name, item.qualifier),
      ...readyOf(item),
    }))
    return { ProvisionedConcurrencyConfigs: listed, NextMarker: next }
  },
)

function readyOf({ requested, modifiedAt }: ProvisionedRecord) {
  return {
    RequestedProvisionedConcurrentExecutions: requested,
    AvailableProvisionedConcurrentExecutions: requested,
    AllocatedProvisionedConcurrentExecutions: requested,
    Status: 'READY',
    LastModified: isoTime(modifiedAt),
  }
}

function checkQualifier(qualifier: string | undefined): void {
  if (qualifier === LATEST) {
    throw invalidParameter('Provisioned Concurrency Configs cannot be applied to unpublished function versions.')
  }
}

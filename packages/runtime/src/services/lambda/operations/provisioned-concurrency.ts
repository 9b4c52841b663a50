import type { ProvisionedConcurrencyConfigListItem } from '../../../generated/lambda.ts'
import { AwsError } from '../../../kernel/errors.ts'
import { readPage, sorted } from '../../../kernel/paging.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import { operation } from '../deps.ts'
import { beyondLimits, conflict, functionNotFound, invalidParameter } from '../errors.ts'
import { ACCOUNT_CONCURRENCY } from '../invoke/concurrency.ts'
import { type FunctionReference, functionArn, functionReference, LATEST, targetNotFound } from '../names.ts'
import { PAGE_SIZE, pageRequest } from '../paging.ts'
import type { FunctionRecord, ProvisionedRecord } from '../records.ts'
import { aliases, findVersion, functions, provisioned, within } from '../repository.ts'
import { isoTime } from '../wire.ts'
import { LEAST_UNRESERVED, sum } from './concurrency.ts'

/* Accepted and said to be ready: environments start when they are needed. Texts recorded. */

export const putProvisionedConcurrencyConfig = operation(
  'PutProvisionedConcurrencyConfig',
  async (input, { clock }, ctx) => {
    const { place } = ctx
    const reference = functionReference(input.FunctionName, input.Qualifier, place)
    if (reference.qualifier === LATEST) {
      throw invalidParameter('Provisioned Concurrency Configs cannot be applied to unpublished function versions.')
    }
    const requested = input.ProvisionedConcurrentExecutions
    const qualifier = reference.qualifier ?? input.Qualifier
    const record = { qualifier, requested, modifiedAt: clock.now() }
    await ctx.transact(async (tx) => {
      const found = await requireTarget(tx, place, reference)
      await checkRoom(tx, place, found, requested)
      await checkOverlap(tx, place, found.name, qualifier)
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
    checkPublished(reference)
    const { name } = await requireTarget(reader, place, reference)
    const found = await provisioned.find(reader, place, within(name, reference.qualifier))
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
    checkPublished(reference)
    await ctx.transact(async (tx) => {
      const { name } = await requireTarget(tx, place, reference)
      provisioned.delete(tx, place, within(name, reference.qualifier))
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

function checkPublished({ qualifier }: FunctionReference): void {
  if (qualifier !== LATEST) return
  throw invalidParameter('The function resource provided must be an alias or a published version.')
}

async function requireTarget(reader: Reader, place: Place, reference: FunctionReference): Promise<FunctionRecord> {
  const record = await functions.find(reader, place, reference.name)
  if (!record || !(await findVersion(reader, place, record, reference.qualifier)))
    throw targetNotFound(place, reference)
  return record
}

/** A function keeps it of what it reserves; one that reserves nothing, of what the account has left. */
async function checkRoom(reader: Reader, place: Place, { reserved }: FunctionRecord, requested: number): Promise<void> {
  if (reserved !== undefined) {
    if (requested <= reserved) return
    throw invalidParameter(
      'Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function',
    )
  }
  const unreserved = ACCOUNT_CONCURRENCY - sum(await functions.list(reader, place))
  if (requested > unreserved) {
    throw beyondLimits(
      `Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [${unreserved}].`,
    )
  }
  if (unreserved - requested < LEAST_UNRESERVED) {
    throw beyondLimits(
      "Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its " +
        `minimum value of [${LEAST_UNRESERVED}].`,
    )
  }
}

/** A version has it by its number or by an alias. */
async function checkOverlap(reader: Reader, place: Place, name: string, qualifier: string): Promise<void> {
  const has = (each: string) => provisioned.find(reader, place, within(name, each))
  const alias = await aliases.find(reader, place, within(name, qualifier))
  if (alias) {
    if (!(await has(alias.version))) return
    throw conflict("Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version")
  }
  for (const pointing of await aliases.list(reader, place, { prefix: within(name) })) {
    if (pointing.version === qualifier && (await has(pointing.name))) {
      throw conflict('Version is pointed by a Provisioned Concurrency alias')
    }
  }
}

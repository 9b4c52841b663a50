import type { FunctionUrlConfig } from '../../../generated/lambda.ts'
import { LOWER_ALPHANUMERIC, randomText } from '../../../kernel/ids.ts'
import { readPage, sorted } from '../../../kernel/paging.ts'
import { type Place, placeKey } from '../../../kernel/place.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import { operation } from '../deps.ts'
import { conflict, noSuchResource, notFound } from '../errors.ts'
import { type FunctionReference, functionArn, functionReference } from '../names.ts'
import { PAGE_SIZE, pageRequest } from '../paging.ts'
import type { UrlRecord } from '../records.ts'
import { aliases, functions, urlPlaces, urls, within } from '../repository.ts'
import { urlHost } from '../urls/event.ts'

/* Recorded: who creates or changes a URL is told its mode only where one was ever given. */

/** Recorded: 32 lower-case letters and digits. */
const ID_LENGTH = 32

export const createFunctionUrlConfig = operation('CreateFunctionUrlConfig', async (input, { clock, random }, ctx) => {
  const { place } = ctx
  const reference = functionReference(input.FunctionName, input.Qualifier, place)
  const { name, qualifier } = reference
  const now = clock.now()
  const record: UrlRecord = {
    id: randomText(random, ID_LENGTH, LOWER_ALPHANUMERIC),
    name,
    ...(qualifier !== undefined && { qualifier }),
    authType: input.AuthType,
    ...(input.Cors && { cors: input.Cors }),
    ...(input.InvokeMode !== undefined && { invokeMode: input.InvokeMode }),
    createdAt: now,
    modifiedAt: now,
  }
  await ctx.transact(async (tx) => {
    await requireTarget(tx, place, reference)
    const key = within(name, qualifier)
    if (await urls.find(tx, place, key)) {
      throw conflict(
        `Failed to create function url config for [functionArn = ${functionArn(place, name, qualifier)}]. ` +
          'Error message:  FunctionUrlConfig exists for this Lambda function',
      )
    }
    urls.put(tx, place, key, record)
    urlPlaces.put(tx, 'global', record.id, { place: placeKey(place), key })
  })
  const { LastModifiedTime: _, ...made } = toWire(place, record)
  return { ...made, InvokeMode: input.InvokeMode }
})

export const updateFunctionUrlConfig = operation('UpdateFunctionUrlConfig', async (input, { clock }, ctx) => {
  const { place } = ctx
  const reference = functionReference(input.FunctionName, input.Qualifier, place)
  return ctx.transact(async (tx) => {
    await requireTarget(tx, place, reference)
    const key = within(reference.name, reference.qualifier)
    const before = await urls.find(tx, place, key)
    if (!before) throw noSuchResource()
    const after: UrlRecord = {
      ...before,
      authType: input.AuthType ?? before.authType,
      ...(input.Cors && { cors: input.Cors }),
      ...(input.InvokeMode !== undefined && { invokeMode: input.InvokeMode }),
      modifiedAt: clock.now(),
    }
    urls.put(tx, place, key, after)
    return { ...toWire(place, after), InvokeMode: after.invokeMode }
  })
})

export const getFunctionUrlConfig = operation('GetFunctionUrlConfig', async (input, _deps, { place, reader }) => {
  const { name, qualifier } = functionReference(input.FunctionName, input.Qualifier, place)
  const found = await urls.find(reader, place, within(name, qualifier))
  if (!found) throw noSuchResource()
  return toWire(place, found)
})

/** Recorded: the URL of an alias stays when the alias goes, and goes by itself. */
export const deleteFunctionUrlConfig = operation('DeleteFunctionUrlConfig', async (input, _deps, ctx) => {
  const { place } = ctx
  const { name, qualifier } = functionReference(input.FunctionName, input.Qualifier, place)
  await ctx.transact(async (tx) => {
    const key = within(name, qualifier)
    const found = await urls.find(tx, place, key)
    if (!found) throw noSuchResource()
    urls.delete(tx, place, key)
    urlPlaces.delete(tx, 'global', found.id)
  })
})

export const listFunctionUrlConfigs = operation('ListFunctionUrlConfigs', async (input, _deps, ctx) => {
  const { place, reader } = ctx
  const { name } = functionReference(input.FunctionName, undefined, place)
  if (!(await functions.find(reader, place, name))) throw notFound('Function does not exist')
  const { items, next } = await readPage(
    pageRequest('ListFunctionUrlConfigs', input, ctx, PAGE_SIZE),
    sorted(await urls.list(reader, place, { prefix: within(name) }), ({ qualifier = '' }) => [qualifier]),
  )
  return { FunctionUrlConfigs: items.map((item) => toWire(place, item)), NextMarker: next }
})

async function requireTarget(reader: Reader, place: Place, { name, qualifier }: FunctionReference): Promise<void> {
  const found = await functions.find(reader, place, name)
  if (found && (qualifier === undefined || (await aliases.find(reader, place, within(name, qualifier))))) return
  throw notFound('Function does not exist')
}

function toWire(place: Place, record: UrlRecord): FunctionUrlConfig {
  return {
    FunctionUrl: `https://${urlHost(record.id, place.region)}/`,
    FunctionArn: functionArn(place, record.name, record.qualifier),
    AuthType: record.authType,
    Cors: record.cors,
    CreationTime: new Date(record.createdAt).toISOString(),
    LastModifiedTime: new Date(record.modifiedAt).toISOString(),
    InvokeMode: record.invokeMode ?? 'BUFFERED',
  }
}

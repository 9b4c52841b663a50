import type { EventSourceMappingConfiguration } from '../../../generated/lambda.ts'
import { arnOf } from '../../../kernel/arn.ts'
import { uuid } from '../../../kernel/ids.ts'
import { readPage, sorted } from '../../../kernel/paging.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import { operation } from '../deps.ts'
import { conflict, invalidParameter, noSuchResource } from '../errors.ts'
import { checkMapping, mappingExists, newMappingSettings, sourceKindOf } from '../event-sources.ts'
import { functionArn, functionReference, parseFunctionArn } from '../names.ts'
import { PAGE_SIZE, pageRequest } from '../paging.ts'
import type { MappingRecord } from '../records.ts'
import { findVersion, functions, mappings } from '../repository.ts'
import { checkTags } from '../tags.ts'

/* Recorded: there are no queues and streams to poll, so a mapping never calls its function. */

export const createEventSourceMapping = operation('CreateEventSourceMapping', async (input, { clock, random }, ctx) => {
  const { place } = ctx
  const { FunctionName, Enabled = true, Tags = {}, ...asked } = input
  checkTags(Tags)
  if (asked.EventSourceArn === undefined && asked.SelfManagedEventSource === undefined) {
    throw invalidParameter('Unrecognized event source.')
  }
  const id = uuid(random)
  const settings: EventSourceMappingConfiguration = {
    ...newMappingSettings(asked),
    UUID: id,
    EventSourceMappingArn: arnOf('lambda', place, `event-source-mapping:${id}`),
    LastModified: new Date(clock.now()),
    State: Enabled ? 'Enabled' : 'Disabled',
  }
  return ctx.transact(async (tx) => {
    const arn = await requireArn(tx, place, FunctionName)
    await checkNew(tx, place, asked.EventSourceArn, arn)
    const made = { ...settings, FunctionArn: arn }
    mappings.put(tx, place, id, { id, functionName: FunctionName, settings: asStored(made), tags: Tags })
    return { ...made, State: 'Creating' }
  })
})

export const updateEventSourceMapping = operation('UpdateEventSourceMapping', async (input, { clock }, ctx) => {
  const { place } = ctx
  const { UUID, FunctionName, Enabled, ...asked } = input
  return ctx.transact(async (tx) => {
    const before = await requireMapping(tx, place, UUID)
    const state = Enabled === undefined ? before.settings.State : Enabled ? 'Enabled' : 'Disabled'
    const shown = state === before.settings.State ? 'Updating' : Enabled ? 'Enabling' : 'Disabling'
    checkMapping(sourceKindOf(before.settings.EventSourceArn), {
      ...asked,
      BatchSize: asked.BatchSize ?? before.settings.BatchSize,
      MaximumBatchingWindowInSeconds:
        asked.MaximumBatchingWindowInSeconds ?? before.settings.MaximumBatchingWindowInSeconds,
    })
    const after: EventSourceMappingConfiguration = {
      ...before.settings,
      ...asked,
      ...(FunctionName !== undefined && { FunctionArn: await requireArn(tx, place, FunctionName) }),
      State: state,
      LastModified: new Date(clock.now()),
    }
    mappings.put(tx, place, UUID, { ...before, settings: asStored(after) })
    return { ...toWire(after), State: shown }
  })
})

export const getEventSourceMapping = operation('GetEventSourceMapping', async (input, _deps, { place, reader }) =>
  toWire((await requireMapping(reader, place, input.UUID)).settings),
)

export const deleteEventSourceMapping = operation('DeleteEventSourceMapping', async (input, _deps, ctx) =>
  ctx.transact(async (tx) => {
    const { settings } = await requireMapping(tx, ctx.place, input.UUID)
    mappings.delete(tx, ctx.place, input.UUID)
    return { ...toWire(settings), State: 'Deleting' }
  }),
)

export const listEventSourceMappings = operation('ListEventSourceMappings', async (input, _deps, ctx) => {
  const { place, reader } = ctx
  const named = input.FunctionName === undefined ? undefined : functionReference(input.FunctionName, undefined, place)
  const arn = named && functionArn(place, named.name, named.qualifier)
  const wanted = (await mappings.list(reader, place)).filter(
    ({ settings }) =>
      (arn === undefined || settings.FunctionArn === arn) &&
      (input.EventSourceArn === undefined || settings.EventSourceArn === input.EventSourceArn),
  )
  const { items, next } = await readPage(
    pageRequest('ListEventSourceMappings', input, ctx, PAGE_SIZE),
    sorted(wanted, ({ id }) => [id]),
  )
  return { EventSourceMappings: items.map(({ settings }) => toWire(settings)), NextMarker: next }
})

async function requireMapping(reader: Reader, place: Place, id: string): Promise<MappingRecord> {
  const found = await mappings.find(reader, place, id)
  if (!found) throw noSuchResource()
  return found
}

/** A source that leads to the same function, by the same name of it, is mapped already. */
async function checkNew(reader: Reader, place: Place, source: string | undefined, functionArn: string) {
  if (source === undefined) return
  for (const { id, settings } of await mappings.list(reader, place)) {
    if (settings.EventSourceArn !== source || settings.FunctionArn !== functionArn) continue
    const name = parseFunctionArn(functionArn)?.name ?? ''
    throw conflict(mappingExists(sourceKindOf(source), source, name, id))
  }
}

async function requireArn(reader: Reader, place: Place, given: string): Promise<string> {
  const { name, qualifier } = functionReference(given, undefined, place)
  const record = await functions.find(reader, place, name)
  const version = record && (await findVersion(reader, place, record, qualifier))
  if (!version) throw invalidParameter('Function does not exist')
  return functionArn(place, name, qualifier)
}

/** Documents hold no dates. */
function asStored(settings: EventSourceMappingConfiguration): EventSourceMappingConfiguration {
  return JSON.parse(JSON.stringify(settings)) as EventSourceMappingConfiguration
}

function toWire(settings: EventSourceMappingConfiguration): EventSourceMappingConfiguration {
  const date = (value: Date | undefined) => value && new Date(value)
  return {
    ...settings,
    LastModified: date(settings.LastModified),
    StartingPositionTimestamp: date(settings.StartingPositionTimestamp),
  }
}

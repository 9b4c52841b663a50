import type { JsonObject } from '../../../kernel/json.ts'
import type { ExistingResource, ResourceInstance } from '../../../kernel/resource-type.ts'
import { ownTags, type StackTags, withStackTags } from '../plan/stack-tags.ts'
import type { ResourceRecord, ResourceStatus } from '../records.ts'
import { masker } from '../secrets.ts'
import type { ResourceDeclaration, ResourcePolicy } from '../template/template.ts'
import type { KnownType } from '../type-registry.ts'
import { type Run, resourceRequest } from './run.ts'
import type { StackWriter } from './stack-writer.ts'

/** A resource as it is to be. */
export interface Target {
  readonly logicalId: string
  readonly known: KnownType
  readonly declared: ResourceDeclaration
  readonly properties: JsonObject
  readonly stackTags: StackTags
  readonly dependsOn: readonly string[]
}

export const INITIATED = 'Resource creation Initiated'
export const REPLACING = 'Requested update requires the creation of a new physical resource; hence creating one.'

/** The event's copy of the properties, without secrets. */
export function shownProperties(writer: StackWriter, run: Run, properties: JsonObject): string {
  const { target, stable } = writer.stack
  const open = [target, stable].flatMap((configuration) =>
    configuration ? run.deps.contents.openConfiguration(configuration).parameters : [],
  )
  return JSON.stringify(masker(open)(properties))
}

/** As a handler sees it: with the stack's tags. */
function existing(run: Run, record: ResourceRecord, known: KnownType): ExistingResource {
  return {
    physicalId: record.physicalId ?? '',
    attributes: record.attributes,
    properties: withStackTags(record.properties, tagsFor(run, record.logicalId, record.stackTags), known),
  }
}

function tagsFor(run: Run, logicalId: string, stackTags: StackTags): StackTags {
  return { ...stackTags, ...ownTags(run.stack.id, run.stack.name, logicalId) }
}

export async function createResource(run: Run, writer: StackWriter, target: Target): Promise<ResourceRecord> {
  const properties = withStackTags(target.properties, tagsFor(run, target.logicalId, target.stackTags), target.known)
  const instance = await target.known.handler.create(properties, resourceRequest(run, writer, target.logicalId))
  return finishCreation(run, writer, target, instance)
}

/** Takes over what exists already under the name that the template gives. */
export async function adoptResource(
  run: Run,
  writer: StackWriter,
  target: Target,
  name: string,
): Promise<ResourceRecord> {
  const properties = withStackTags(target.properties, tagsFor(run, target.logicalId, target.stackTags), target.known)
  const found: ExistingResource = { physicalId: name, attributes: {}, properties: {} }
  const request = resourceRequest(run, writer, target.logicalId)
  return finishCreation(run, writer, target, await target.known.handler.update(properties, found, request))
}

async function finishCreation(run: Run, writer: StackWriter, target: Target, instance: ResourceInstance) {
  const { logicalId, declared, properties, known } = target
  const base = { logicalId, type: declared.type, properties: shownProperties(writer, run, properties) }
  const initiated = known.recorded ? `${INITIATED}: recorded only, ${declared.type} is not emulated` : INITIATED
  const before = await run.deps.contents.findResource(writer.tx, writer.place, writer.key, logicalId)
  await backUp(run, writer, logicalId, before)
  writer.event({ ...base, physicalId: '', status: 'CREATE_IN_PROGRESS' })
  writer.event({ ...base, physicalId: instance.physicalId, status: 'CREATE_IN_PROGRESS', reason: initiated })
  return complete(run, writer, target, instance, 'CREATE_COMPLETE')
}

export async function updateResource(
  run: Run,
  writer: StackWriter,
  target: Target,
  record: ResourceRecord,
): Promise<ResourceRecord> {
  const { known, logicalId, declared } = target
  const properties = withStackTags(target.properties, tagsFor(run, logicalId, target.stackTags), known)
  const request = resourceRequest(run, writer, logicalId)
  const instance = await known.handler.update(properties, existing(run, record, known), request)
  await backUp(run, writer, logicalId, record)
  writer.event({
    logicalId,
    type: declared.type,
    physicalId: record.physicalId ?? '',
    properties: shownProperties(writer, run, target.properties),
    status: 'UPDATE_IN_PROGRESS',
  })
  return complete(run, writer, target, instance, 'UPDATE_COMPLETE')
}

/** Makes the new one; the old one is deleted in the clean-up, or is there again after a rollback. */
export async function replaceResource(
  run: Run,
  writer: StackWriter,
  target: Target,
  record: ResourceRecord,
): Promise<ResourceRecord> {
  const { known, logicalId, declared } = target
  const properties = withStackTags(target.properties, tagsFor(run, logicalId, target.stackTags), known)
  const instance = await known.handler.create(properties, resourceRequest(run, writer, logicalId))
  const earlier = await run.deps.contents.findBackup(writer.tx, writer.place, writer.key, logicalId)
  const base = { logicalId, type: declared.type, properties: shownProperties(writer, run, target.properties) }
  const order = writer.event({
    ...base,
    physicalId: record.physicalId ?? '',
    status: 'UPDATE_IN_PROGRESS',
    reason: REPLACING,
  })
  if (earlier && earlier.before?.physicalId !== record.physicalId) {
    // Made by an operation that stopped half-way: nobody will want it again.
    run.deps.contents.putLeftover(writer.tx, writer.place, writer.key, { order, resource: record, policy: 'Delete' })
  }
  await backUp(run, writer, logicalId, record)
  writer.event({ ...base, physicalId: instance.physicalId, status: 'UPDATE_IN_PROGRESS', reason: INITIATED })
  return complete(run, writer, target, instance, 'UPDATE_COMPLETE')
}

function complete(
  run: Run,
  writer: StackWriter,
  target: Target,
  instance: ResourceInstance,
  status: ResourceStatus,
): ResourceRecord {
  const { logicalId, declared, properties, stackTags, dependsOn } = target
  const { physicalId, attributes } = instance
  const timestamp = writer.event({
    logicalId,
    type: declared.type,
    physicalId,
    status,
    properties: shownProperties(writer, run, properties),
  })
  const record: ResourceRecord = {
    logicalId,
    type: declared.type,
    physicalId,
    status,
    timestamp,
    properties,
    attributes,
    stackTags,
    ...(declared.metadata === undefined ? {} : { metadata: declared.metadata }),
    deletionPolicy: declared.deletionPolicy,
    updateReplacePolicy: declared.updateReplacePolicy,
    dependsOn,
  }
  run.deps.contents.putResource(writer.tx, writer.place, writer.key, record)
  return record
}

/** Keeps what a resource was before this operation, or those before it that came to no end, first touched it. */
export async function backUp(
  run: Run,
  writer: StackWriter,
  logicalId: string,
  before: ResourceRecord | undefined,
  failed?: true,
): Promise<void> {
  const { contents } = run.deps
  const earlier = await contents.findBackup(writer.tx, writer.place, writer.key, logicalId)
  if (earlier) {
    // A first attempt changed nothing; this one has.
    const { failed: untouched, ...touched } = earlier
    if (untouched && !failed) contents.putBackup(writer.tx, writer.place, writer.key, touched)
    return
  }
  const order = writer.stack.lastEventAt + 1
  const was = before?.physicalId === undefined ? {} : { before }
  contents.putBackup(writer.tx, writer.place, writer.key, { logicalId, order, ...was, ...(failed ? { failed } : {}) })
}

/** Puts a resource back to what it was, by the same handler that changed it. */
export async function restoreResource(
  run: Run,
  writer: StackWriter,
  known: KnownType,
  current: ResourceRecord,
  before: ResourceRecord,
): Promise<void> {
  const { logicalId, type } = before
  const request = resourceRequest(run, writer, logicalId)
  const wanted = existing(run, before, known)
  const instance = await known.handler.update(wanted.properties, existing(run, current, known), request)
  const base = { logicalId, type, properties: shownProperties(writer, run, before.properties) }
  writer.event({ ...base, physicalId: before.physicalId ?? '', status: 'UPDATE_IN_PROGRESS' })
  const timestamp = writer.event({ ...base, physicalId: before.physicalId ?? '', status: 'UPDATE_COMPLETE' })
  const record = { ...before, attributes: instance.attributes, status: 'UPDATE_COMPLETE' as const, timestamp }
  run.deps.contents.putResource(writer.tx, writer.place, writer.key, record)
}

export interface Removal {
  readonly record: ResourceRecord
  readonly policy: ResourcePolicy
  /** Events of a resource that its stack no longer has carry an id without a status (observed). */
  readonly eventId?: string
}

/** Deletes a physical resource, or leaves it as its policy says. Returns how its record reads afterwards. */
export async function removeResource(run: Run, writer: StackWriter, { record, policy, eventId }: Removal) {
  const { logicalId, type, physicalId } = record
  const base = { logicalId, type, physicalId: physicalId ?? '', ...(eventId === undefined ? {} : { id: eventId }) }
  if (physicalId === undefined) return done('DELETE_COMPLETE', writer.event({ ...base, status: 'DELETE_COMPLETE' }))
  if (policy === 'Retain' || policy === 'Snapshot') {
    return done('DELETE_SKIPPED', writer.event({ ...base, status: 'DELETE_SKIPPED' }))
  }
  const known = run.deps.types.find(type)
  // A type that was recorded when it was made and is not any more: there is nothing to delete.
  if (known) await known.handler.remove(existing(run, record, known), resourceRequest(run, writer, logicalId))
  writer.event({ ...base, status: 'DELETE_IN_PROGRESS' })
  return done('DELETE_COMPLETE', writer.event({ ...base, status: 'DELETE_COMPLETE' }))

  function done(status: ResourceStatus, timestamp: number): ResourceRecord {
    const { statusReason: _, ...rest } = record
    return { ...rest, status, timestamp }
  }
}

import { AwsError } from '../../../kernel/errors.ts'
import type { ExistingResource, ResourceInstance } from '../../../kernel/resource-type.ts'
import type { ResourceRecord, ResourceStatus } from '../records.ts'
import { backUp } from './backup.ts'
import { type Run, resourceRequest } from './run.ts'
import type { StackWriter } from './stack-writer.ts'
import { existing, givenProperties, shownProperties, type Target } from './target.ts'

export const INITIATED = 'Resource creation Initiated'
export const REPLACING = 'Requested update requires the creation of a new physical resource; hence creating one.'

export async function createResource(run: Run, writer: StackWriter, target: Target): Promise<ResourceRecord> {
  const instance = await create(run, writer, target)
  return finishCreation(run, writer, target, instance)
}

function create(run: Run, writer: StackWriter, target: Target): Promise<ResourceInstance> {
  const { known, logicalId } = target
  return known.handler.create(givenProperties(run, target, known), resourceRequest(run, writer, logicalId))
}

/** Takes over what exists already under the name that the template gives, unless it is another stack's. */
export async function adoptResource(
  run: Run,
  writer: StackWriter,
  target: Target,
  name: string,
): Promise<ResourceRecord> {
  const { known, logicalId, declared } = target
  const owner = await run.deps.contents.ownerOf(writer.tx, writer.place, declared.type, name)
  if (owner !== undefined) throw new AwsError('AlreadyExistsException', `${name} already exists in stack ${owner}`)
  const found: ExistingResource = { physicalId: name, attributes: {}, properties: {} }
  const request = resourceRequest(run, writer, logicalId)
  const instance = await known.handler.update(givenProperties(run, target, known), found, request)
  return finishCreation(run, writer, target, instance, { adopted: true })
}

async function finishCreation(
  run: Run,
  writer: StackWriter,
  target: Target,
  instance: ResourceInstance,
  more: Pick<ResourceRecord, 'adopted'> = {},
): Promise<ResourceRecord> {
  const { logicalId, declared, properties, known } = target
  const base = { logicalId, type: declared.type, properties: shownProperties(run, properties) }
  const initiated = known.recorded ? `${INITIATED}: recorded only, ${declared.type} is not emulated` : INITIATED
  await backUp(run, writer, logicalId, undefined)
  writer.event({ ...base, physicalId: '', status: 'CREATE_IN_PROGRESS' })
  writer.event({ ...base, physicalId: instance.physicalId, status: 'CREATE_IN_PROGRESS', reason: initiated })
  return complete(run, writer, target, instance, 'CREATE_COMPLETE', more)
}

export async function updateResource(
  run: Run,
  writer: StackWriter,
  target: Target,
  record: ResourceRecord,
): Promise<ResourceRecord> {
  const { known, logicalId, declared } = target
  const request = resourceRequest(run, writer, logicalId)
  const instance = await known.handler.update(
    givenProperties(run, target, known),
    existing(run, record, known),
    request,
  )
  await backUp(run, writer, logicalId, record)
  writer.event({
    logicalId,
    type: declared.type,
    physicalId: record.physicalId ?? '',
    properties: shownProperties(run, target.properties),
    status: 'UPDATE_IN_PROGRESS',
  })
  return complete(run, writer, target, instance, 'UPDATE_COMPLETE', record.adopted ? { adopted: true } : {})
}

/** Makes the new one; the old one is deleted in the clean-up, or is there again after a rollback. */
export async function replaceResource(
  run: Run,
  writer: StackWriter,
  target: Target,
  record: ResourceRecord,
): Promise<ResourceRecord> {
  const { logicalId, declared } = target
  const { contents } = run.deps
  const instance = await create(run, writer, target)
  const earlier = await contents.findBackup(writer.tx, writer.place, writer.key, logicalId)
  const base = { logicalId, type: declared.type, properties: shownProperties(run, target.properties) }
  const old = { ...base, physicalId: record.physicalId ?? '' }
  const order = writer.event({ ...old, status: 'UPDATE_IN_PROGRESS', reason: REPLACING })
  if (earlier && earlier.before?.physicalId !== record.physicalId) {
    // Made by an operation that stopped half-way: nobody will want it again.
    contents.putLeftover(writer.tx, writer.place, writer.key, { order, resource: record, policy: 'Delete' })
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
  more: Pick<ResourceRecord, 'adopted'> = {},
): ResourceRecord {
  const { physicalId, attributes } = instance
  const { logicalId, declared, properties } = target
  const base = { logicalId, type: declared.type, physicalId, status }
  const timestamp = writer.event({ ...base, properties: shownProperties(run, properties) })
  const record: ResourceRecord = { ...recordOf(target), physicalId, attributes, status, timestamp, ...more }
  run.deps.contents.putResource(writer.tx, writer.place, writer.key, record)
  return record
}

/** What a target says about the resource that is made of it. */
export function recordOf(target: Target): Omit<ResourceRecord, 'physicalId' | 'attributes' | 'status' | 'timestamp'> {
  const { logicalId, declared, properties, applied, metadata, stackTags, dependsOn } = target
  const { type, deletionPolicy, updateReplacePolicy } = declared
  return {
    logicalId,
    type,
    properties,
    ...(applied === undefined ? {} : { applied }),
    stackTags,
    ...(metadata === undefined ? {} : { metadata }),
    deletionPolicy,
    updateReplacePolicy,
    dependsOn,
  }
}

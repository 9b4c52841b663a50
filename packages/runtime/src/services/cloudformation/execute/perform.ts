import { AwsError } from '../../../kernel/errors.ts'
import { uuid } from '../../../kernel/ids.ts'
import {
  type Act,
  type ExistingResource,
  type InstantType,
  isWaitingType,
  type Outcome,
  type ResourceInstance,
  type ResourceRequest,
  requireInstantType,
  type WaitingType,
} from '../../../kernel/resource-type.ts'
import { ProvisioningError } from '../errors.ts'
import type { ResourceRecord, TicketRecord } from '../records.ts'
import type { KnownType } from '../type-registry.ts'
import type { Deed } from './deeds/deed.ts'
import { DEED_RULES } from './deeds/index.ts'
import { type Run, resourceRequest, resourceWait, step } from './run.ts'
import type { StackWriter } from './stack-writer.ts'
import { existing, givenProperties } from './target.ts'

/** A deed that is done, or one that waits for its outcome. */
export type Progress = { readonly done: ResourceRecord } | Waiting

export interface Waiting {
  /** Never rejected. */
  readonly until: Promise<void>
  /** Commits the end; throws what the wait has failed with. */
  readonly finish: () => Promise<ResourceRecord>
}

/** A wait whose outcome is a failure. */
export class FailedOutcome extends ProvisioningError {
  /** What there is of a creation all the same. */
  readonly physicalId: string | undefined

  constructor(reason: string, physicalId: string | undefined) {
    super(reason)
    this.physicalId = physicalId
  }
}

/**
 * Does something to a resource. For a type that answers at once it is one transaction: the service's writes, the
 * stack's record and the events. A type that waits has one for the intent and another one for the end.
 */
export async function perform(run: Run, deed: Deed): Promise<Progress> {
  const known = run.deps.types.find(deed.wanted.type)
  const handler = known?.handler
  if (known && handler && isWaitingType(handler)) return wait(run, deed, await begin(run, deed, known, handler))
  return { done: await doAtOnce(run, deed, known, handler && requireInstantType(handler)) }
}

/** Goes on with a deed that was begun before. */
export function takeUp(run: Run, deed: Deed, progress: ResourceRecord & { readonly ticket: TicketRecord }): Waiting {
  return wait(run, deed, progress)
}

async function doAtOnce(run: Run, deed: Deed, known: KnownType | undefined, handler: InstantType | undefined) {
  const isCreation = deed.kind === 'replace' || (deed.kind === 'create' && deed.adopt === undefined)
  if (isCreation) await handler?.prepare?.(run.signal)
  return step(run, async (writer) => {
    const instance = await callAtOnce(run, writer, deed, known, handler)
    const rules = DEED_RULES[deed.kind]
    const progress = await rules.begin(run, writer, deed, undefined)
    run.secrets.add(instance)
    const record = await rules.end(run, writer, deed, progress, instance)
    deed.keep(writer, record)
    return record
  })
}

async function callAtOnce(
  run: Run,
  writer: StackWriter,
  deed: Deed,
  known: KnownType | undefined,
  handler: InstantType | undefined,
): Promise<ResourceInstance> {
  const request = resourceRequest(run, writer, deed.logicalId)
  // A type that was recorded when it was made and is not any more: there is nothing to delete.
  if (!known || !handler) return { physicalId: deed.record?.physicalId ?? '', attributes: {} }
  const properties = givenProperties(run, deed.wanted, known)
  if (deed.adopt !== undefined) {
    const owner = await run.deps.contents.ownerOf(writer.tx, writer.place, deed.wanted.type, deed.adopt)
    if (owner !== undefined)
      throw new AwsError('AlreadyExistsException', `${deed.adopt} already exists in stack ${owner}`)
    return handler.update(properties, { physicalId: deed.adopt, attributes: {}, properties: {} }, request)
  }
  if (deed.kind === 'create' || deed.kind === 'replace') return handler.create(properties, request)
  const previous = previousOf(run, deed, known)
  if (deed.kind !== 'remove') return handler.update(properties, previous, request)
  await handler.remove(previous, request)
  return previous
}

async function begin(run: Run, deed: Deed, known: KnownType, handler: WaitingType) {
  return step(run, async (writer) => {
    const token = uuid(run.deps.random)
    const { ticket: value, ...made } = await handler.begin(
      actOf(run, deed, known, token),
      resourceRequest(run, writer, deed.logicalId),
    )
    const ticket: TicketRecord = { deed: deed.kind, token, value, wanted: deed.wanted, ...made }
    const progress = { ...(await DEED_RULES[deed.kind].begin(run, writer, deed, ticket)), ticket }
    deed.keep(writer, progress)
    return progress
  })
}

function actOf(run: Run, deed: Deed, known: KnownType, token: string): Act {
  if (deed.kind === 'remove') return { kind: 'remove', token, previous: previousOf(run, deed, known) }
  const properties = givenProperties(run, deed.wanted, known)
  if (deed.kind === 'create' || deed.kind === 'replace') return { kind: 'create', token, properties }
  return { kind: 'update', token, properties, previous: previousOf(run, deed, known) }
}

function previousOf(run: Run, { record, logicalId }: Deed, known: KnownType): ExistingResource {
  if (!record) throw new Error(`${logicalId} is not there`)
  return existing(run, record, known)
}

function wait(run: Run, deed: Deed, progress: ResourceRecord & { readonly ticket: TicketRecord }): Waiting {
  const { value } = progress.ticket
  const handler = run.deps.types.find(deed.wanted.type)?.handler
  let settled: () => Outcome = () => {
    throw new Error(`the wait for ${deed.logicalId} is not over`)
  }
  const until = ask(run, deed, handler, progress.ticket).then(
    (outcome) => {
      settled = () => outcome
    },
    (error: unknown) => {
      settled = () => {
        throw error
      }
    },
  )
  return {
    until,
    finish: async () => {
      const outcome = settled()
      if ('failure' in outcome) throw new FailedOutcome(outcome.failure, outcome.physicalId)
      return step(run, async (writer) => {
        const request: ResourceRequest = resourceRequest(run, writer, deed.logicalId)
        const instance = await (handler as WaitingType).end(value, outcome.result, request)
        run.secrets.add(instance)
        const record = await DEED_RULES[deed.kind].end(run, writer, deed, progress, instance)
        deed.keep(writer, record)
        return record
      })
    },
  }
}

async function ask(
  run: Run,
  { logicalId, wanted }: Deed,
  handler: KnownType['handler'] | undefined,
  ticket: TicketRecord,
) {
  // Begun by a version, or with settings, that knew the type to wait.
  if (!handler || !isWaitingType(handler)) throw new ProvisioningError(`${wanted.type} is not emulated by Sallyport.`)
  return handler.outcome(ticket.value, resourceWait(run, logicalId))
}

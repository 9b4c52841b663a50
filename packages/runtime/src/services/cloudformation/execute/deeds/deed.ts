import type { ResourceInstance } from '../../../../kernel/resource-type.ts'
import type { DeedKind, ResourceRecord, TicketRecord, WantedResource } from '../../records.ts'
import type { Run } from '../run.ts'
import type { StackWriter } from '../stack-writer.ts'

/** One thing that is done to one resource. */
export interface Deed {
  readonly kind: DeedKind
  readonly logicalId: string
  /** What there is of it. */
  readonly record: ResourceRecord | undefined
  /** What it is to be; of a removal, what it was. */
  readonly wanted: WantedResource
  /** Take over what is there under this name, unless it is another stack's. */
  readonly adopt?: string
  /** Events of the clean-up carry an id without a status, and no properties (observed). */
  readonly eventId?: () => string
  /** Stores how far it is. */
  keep(writer: StackWriter, record: ResourceRecord): void
}

/** What the stack keeps and tells of a kind of deed: when it begins, and when it has come to a good end. */
export interface DeedRules {
  /** `ticket`: of a type that waits. Gives the resource's record while it is being done. */
  begin(run: Run, writer: StackWriter, deed: Deed, ticket: TicketRecord | undefined): Promise<ResourceRecord>
  end(
    run: Run,
    writer: StackWriter,
    deed: Deed,
    progress: ResourceRecord,
    instance: ResourceInstance,
  ): Promise<ResourceRecord>
}

/** A deed that has been begun and not ended. */
export function isUnderWay(
  record: ResourceRecord | undefined,
): record is ResourceRecord & { readonly ticket: TicketRecord } {
  return record?.ticket !== undefined && record.status.endsWith('_IN_PROGRESS')
}

/** What a deed under way was, from what is kept of it. */
export function deedUnderWay(
  record: ResourceRecord & { readonly ticket: TicketRecord },
  more: Pick<Deed, 'keep' | 'eventId'>,
): Deed {
  const { ticket } = record
  return { kind: ticket.deed, logicalId: record.logicalId, record, wanted: ticket.wanted, ...more }
}

/** A physical resource that nobody will want again, made or begun by something that came to no end. */
export function abandon(run: Run, writer: StackWriter, resource: ResourceRecord, order: number): void {
  run.deps.contents.putLeftover(writer.tx, writer.place, writer.key, { order, resource, policy: 'Delete' })
}

/** What of a record says what a type has made. */
export function madeAs({ physicalId, attributes, noEcho, attributesFrom }: ResourceInstance) {
  return {
    physicalId,
    attributes,
    ...(noEcho ? { noEcho } : {}),
    ...(attributesFrom === undefined ? {} : { attributesFrom }),
  }
}

export function wantedOf(record: ResourceRecord): WantedResource {
  const {
    physicalId: _,
    attributes: __,
    status: ___,
    statusReason: ____,
    timestamp: _____,
    ticket: ______,
    noEcho: _______,
    attributesFrom: ________,
    ...wanted
  } = record
  return wanted
}

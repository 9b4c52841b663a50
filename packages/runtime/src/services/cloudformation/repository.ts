import { parseArn } from '../../kernel/arn.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { Place } from '../../kernel/place.ts'
import type { Reader, Transaction } from '../../kernel/transaction.ts'
import type { Vault } from '../../kernel/vault.ts'
import { collection } from '../../store/collection.ts'
import { changeSetNotFound, unknownStack } from './errors.ts'
import type {
  BackupRecord,
  ChangeSetRecord,
  Configuration,
  EventRecord,
  ExportRecord,
  ImportRecord,
  LeftoverRecord,
  ResourceRecord,
  StackRecord,
} from './records.ts'

/** By `{name}/{uuid}`, the end of the ARN: a deleted stack keeps its ARN when its name is free again. */
export const stacks = collection<StackRecord>('cloudformation/stack')
/** By name, of the stacks that exist: their keys. */
export const stackNames = collection<{ readonly key: string }>('cloudformation/stack-name')
/** By `{stack}/{hash}`: texts as they were submitted. */
export const templates = collection<{ readonly text: string }>('cloudformation/template')
/** By `{name}/{uuid}`, the end of the ARN. */
export const changeSets = collection<ChangeSetRecord>('cloudformation/change-set')
/** By `{stack}/{change set's name}`, of those that can still be named: their keys. */
export const changeSetNames = collection<{ readonly key: string }>('cloudformation/change-set-name')
/** By `{stack}/{time}`, so that the order of ids is the order of time. */
export const events = collection<SealedEvent>('cloudformation/event')
export const exportedValues = collection<ExportRecord>('cloudformation/export')
/** By `{export}|{stack}`. */
export const importedValues = collection<ImportRecord>('cloudformation/import')

/** Properties and attributes may hold secrets (a client's secret, a value of a NoEcho parameter). */
interface SealedResource extends Omit<ResourceRecord, 'properties' | 'attributes'> {
  readonly sealed: string
}
type SealedEvent = Omit<EventRecord, 'properties'> & { readonly sealed?: string }
interface SealedBackup extends Omit<BackupRecord, 'before'> {
  readonly before?: SealedResource
}
interface SealedLeftover extends Omit<LeftoverRecord, 'resource'> {
  readonly resource: SealedResource
}

const resources = collection<SealedResource>('cloudformation/resource')
const backups = collection<SealedBackup>('cloudformation/backup')
const leftovers = collection<SealedLeftover>('cloudformation/leftover')

/** The stack's key in the store: `{name}/{uuid}`. */
export function keyOf(arn: string): string {
  const resource = parseArn(arn)?.resource ?? arn
  return resource.slice(resource.indexOf('/') + 1)
}

export function within(stackKey: string, id: string): string {
  return `${stackKey}/${id}`
}

/** Numbers as texts that sort as the numbers do. */
function ordered(number: number): string {
  return String(number).padStart(15, '0')
}

/** By ARN, deleted or not; by name, only while it exists. */
export async function findStack(reader: Reader, place: Place, nameOrArn: string): Promise<StackRecord | undefined> {
  const parsed = nameOrArn.startsWith('arn:') ? parseArn(nameOrArn) : undefined
  if (nameOrArn.startsWith('arn:')) {
    if (!parsed || parsed.region !== place.region || parsed.account !== place.account) return undefined
    return stacks.find(reader, place, keyOf(nameOrArn))
  }
  const named = await stackNames.find(reader, place, nameOrArn)
  return named && stacks.find(reader, place, named.key)
}

export async function requireStack(reader: Reader, place: Place, nameOrArn: string): Promise<StackRecord> {
  const stack = await findStack(reader, place, nameOrArn)
  if (!stack) throw unknownStack(nameOrArn)
  return stack
}

/** By ARN, or by name together with the stack's. */
export async function findChangeSet(
  reader: Reader,
  place: Place,
  nameOrArn: string,
  stack: StackRecord | undefined,
): Promise<ChangeSetRecord | undefined> {
  if (nameOrArn.startsWith('arn:')) return changeSets.find(reader, place, keyOf(nameOrArn))
  if (!stack) return undefined
  const named = await changeSetNames.find(reader, place, within(keyOf(stack.id), nameOrArn))
  return named && changeSets.find(reader, place, named.key)
}

export async function requireChangeSet(
  reader: Reader,
  place: Place,
  nameOrArn: string,
  stack: StackRecord | undefined,
): Promise<ChangeSetRecord> {
  const found = await findChangeSet(reader, place, nameOrArn, stack)
  if (!found) throw changeSetNotFound(nameOrArn)
  return found
}

export async function deleteChangeSets(
  tx: Transaction,
  place: Place,
  stackKey: string,
  except?: string,
): Promise<void> {
  const prefix = within(stackKey, '')
  const named = await tx.list<{ key: string }>({
    kind: changeSetNames.kind,
    place: changeSetNames.key(place, '').place,
    prefix,
  })
  for (const { key, value } of named) {
    tx.delete(key)
    if (value.key !== except) changeSets.delete(tx, place, value.key)
  }
}

export async function templateText(
  reader: Reader,
  place: Place,
  stackKey: string,
  configuration: Pick<Configuration, 'templateId'>,
): Promise<string> {
  const found = await templates.find(reader, place, within(stackKey, configuration.templateId))
  if (!found) throw new Error(`the template of ${stackKey} is missing in the store`)
  return found.text
}

/** The records of stacks that may hold secrets: sealed on the way in, opened on the way out. */
export class StackContents {
  readonly #vault: Vault

  constructor(vault: Vault) {
    this.#vault = vault
  }

  #seal({ properties, attributes, ...rest }: ResourceRecord): SealedResource {
    return { ...rest, sealed: this.#vault.seal(JSON.stringify({ properties, attributes })) }
  }

  #open({ sealed, ...rest }: SealedResource): ResourceRecord {
    const { properties, attributes } = JSON.parse(this.#vault.open(sealed)) as {
      properties: JsonObject
      attributes: JsonObject
    }
    return { ...rest, properties, attributes }
  }

  async resourcesOf(reader: Reader, place: Place, stackKey: string): Promise<ResourceRecord[]> {
    const list = await resources.list(reader, place, { prefix: within(stackKey, '') })
    return list.map((record) => this.#open(record))
  }

  async findResource(reader: Reader, place: Place, stackKey: string, logicalId: string) {
    const record = await resources.find(reader, place, within(stackKey, logicalId))
    return record && this.#open(record)
  }

  putResource(tx: Transaction, place: Place, stackKey: string, record: ResourceRecord): void {
    resources.put(tx, place, within(stackKey, record.logicalId), this.#seal(record))
  }

  deleteResource(tx: Transaction, place: Place, stackKey: string, logicalId: string): void {
    resources.delete(tx, place, within(stackKey, logicalId))
  }

  async backupsOf(reader: Reader, place: Place, stackKey: string): Promise<BackupRecord[]> {
    const list = await backups.list(reader, place, { prefix: within(stackKey, '') })
    return list
      .map(({ before, ...rest }) => ({ ...rest, ...(before ? { before: this.#open(before) } : {}) }))
      .sort((a, b) => a.order - b.order)
  }

  async findBackup(reader: Reader, place: Place, stackKey: string, logicalId: string) {
    const record = await backups.find(reader, place, within(stackKey, logicalId))
    if (!record) return undefined
    const { before, ...rest } = record
    return { ...rest, ...(before ? { before: this.#open(before) } : {}) }
  }

  putBackup(tx: Transaction, place: Place, stackKey: string, { before, ...rest }: BackupRecord): void {
    const sealed = before ? { ...rest, before: this.#seal(before) } : rest
    backups.put(tx, place, within(stackKey, rest.logicalId), sealed)
  }

  deleteBackup(tx: Transaction, place: Place, stackKey: string, logicalId: string): void {
    backups.delete(tx, place, within(stackKey, logicalId))
  }

  async leftoversOf(reader: Reader, place: Place, stackKey: string): Promise<LeftoverRecord[]> {
    const list = await leftovers.list(reader, place, { prefix: within(stackKey, '') })
    return list.map(({ resource, ...rest }) => ({ ...rest, resource: this.#open(resource) }))
  }

  putLeftover(tx: Transaction, place: Place, stackKey: string, { resource, ...rest }: LeftoverRecord): void {
    leftovers.put(tx, place, within(stackKey, ordered(rest.order)), { ...rest, resource: this.#seal(resource) })
  }

  deleteLeftover(tx: Transaction, place: Place, stackKey: string, order: number): void {
    leftovers.delete(tx, place, within(stackKey, ordered(order)))
  }

  putEvent(tx: Transaction, place: Place, stackKey: string, { properties, ...event }: EventRecord): void {
    const sealed = properties === undefined ? event : { ...event, sealed: this.#vault.seal(properties) }
    events.put(tx, place, within(stackKey, ordered(event.timestamp)), sealed)
  }

  /** Newest first. `before`: only events older than this time. */
  async eventsOf(reader: Reader, place: Place, stackKey: string, options: { limit: number; before?: number }) {
    const list = await events.list(reader, place, {
      prefix: within(stackKey, ''),
      descending: true,
      limit: options.limit,
      ...(options.before === undefined ? {} : { after: within(stackKey, ordered(options.before)) }),
    })
    return list.map(({ sealed, ...event }): EventRecord => {
      return sealed === undefined ? event : { ...event, properties: this.#vault.open(sealed) }
    })
  }

  /** A configuration as it is stored: secret values are sealed. */
  sealConfiguration(configuration: Configuration): Configuration {
    return mapSecrets(configuration, (value) => this.#vault.seal(value))
  }

  openConfiguration(configuration: Configuration): Configuration {
    return mapSecrets(configuration, (value) => this.#vault.open(value))
  }
}

function mapSecrets(configuration: Configuration, map: (value: string) => string): Configuration {
  if (!configuration.parameters.some((parameter) => parameter.noEcho)) return configuration
  const parameters = configuration.parameters.map((parameter) => {
    if (!parameter.noEcho) return parameter
    const { value, resolved } = parameter
    return { ...parameter, value: map(value), ...(resolved === undefined ? {} : { resolved: map(resolved) }) }
  })
  return { ...configuration, parameters }
}

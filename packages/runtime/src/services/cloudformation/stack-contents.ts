import type { Place } from '../../kernel/place.ts'
import type { Reader, Transaction } from '../../kernel/transaction.ts'
import type { Sealed, Vault } from '../../kernel/vault.ts'
import { collection } from '../../store/collection.ts'
import type {
  BackupRecord,
  ChangeRecord,
  ChangeSetRecord,
  Configuration,
  EventRecord,
  ExportRecord,
  LeftoverRecord,
  OutputRecord,
  ParameterValue,
  ResourceRecord,
  StackRecord,
  StoredConfiguration,
  StoredOutput,
  StoredParameter,
  TemplateTexts,
} from './records.ts'
import { requireTemplate, templates, within } from './repository.ts'

/** What of a resource may hold secrets (a client's secret, a value of a NoEcho parameter). */
type SecretPart = Pick<ResourceRecord, 'properties' | 'applied' | 'attributes' | 'metadata' | 'ticket'>
interface SealedResource extends Omit<ResourceRecord, keyof SecretPart> {
  readonly sealed: Sealed
}
type SealedEvent = Omit<EventRecord, 'properties'> & { readonly sealed?: Sealed }
interface SealedBackup extends Omit<BackupRecord, 'before'> {
  readonly before?: SealedResource
}
interface SealedLeftover extends Omit<LeftoverRecord, 'resource'> {
  readonly resource: SealedResource
}

const resources = collection<SealedResource>('cloudformation/resource')
const backups = collection<SealedBackup>('cloudformation/backup')
const leftovers = collection<SealedLeftover>('cloudformation/leftover')
/** By `{stack}/{time}`, so that the order of ids is the order of time. */
const events = collection<SealedEvent>('cloudformation/event')

/** Numbers as texts that sort as the numbers do. */
function ordered(number: number): string {
  return String(number).padStart(15, '0')
}

/** The records of stacks that may hold secrets: sealed on the way in, opened on the way out. */
export class StackContents {
  readonly #vault: Vault

  constructor(vault: Vault) {
    this.#vault = vault
  }

  #seal({ properties, applied, attributes, metadata, ticket, ...rest }: ResourceRecord): SealedResource {
    const secret: SecretPart = { properties, attributes, applied, metadata, ticket }
    return { ...rest, sealed: this.#vault.seal(JSON.stringify(secret)) }
  }

  #open({ sealed, ...rest }: SealedResource): ResourceRecord {
    return { ...rest, ...(JSON.parse(this.#vault.open(sealed)) as SecretPart) }
  }

  async templateOf(
    reader: Reader,
    place: Place,
    stackKey: string,
    configuration: Pick<Configuration, 'templateId'>,
  ): Promise<TemplateTexts> {
    const { text, sealedProcessed } = await requireTemplate(reader, place, stackKey, configuration)
    return sealedProcessed === undefined ? { text } : { text, processed: this.#vault.open(sealedProcessed) }
  }

  putTemplate(tx: Transaction, place: Place, stackKey: string, templateId: string, texts: TemplateTexts): void {
    const { text, processed } = texts
    const sealed = processed === undefined ? {} : { sealedProcessed: this.#vault.seal(processed) }
    templates.put(tx, place, within(stackKey, templateId), { text, ...sealed })
  }

  async resourcesOf(reader: Reader, place: Place, stackKey: string): Promise<ResourceRecord[]> {
    const list = await resources.list(reader, place, { prefix: within(stackKey, '') })
    return list.map((record) => this.#open(record))
  }

  /** Key of the stack that a physical resource belongs to. */
  async ownerOf(reader: Reader, place: Place, type: string, physicalId: string): Promise<string | undefined> {
    const range = { kind: resources.kind, place: resources.key(place, '').place }
    const gone = ['DELETE_COMPLETE', 'DELETE_SKIPPED']
    const found = (await reader.list<SealedResource>(range)).find(
      ({ value }) => value.type === type && value.physicalId === physicalId && !gone.includes(value.status),
    )
    return found?.key.id.slice(0, found.key.id.lastIndexOf('/'))
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
      after: options.before === undefined ? undefined : within(stackKey, ordered(options.before)),
    })
    return list.map(({ sealed, ...event }): EventRecord => {
      return sealed === undefined ? event : { ...event, properties: this.#vault.open(sealed) }
    })
  }

  sealOutputs(outputs: readonly OutputRecord[]): StoredOutput[] {
    return outputs.map((output) => ({ ...output, value: this.#vault.seal(output.value) }))
  }

  openOutputs(outputs: readonly StoredOutput[]): OutputRecord[] {
    return outputs.map((output) => ({ ...output, value: this.#vault.open(output.value) }))
  }

  sealExport(value: string): Sealed {
    return this.#vault.seal(value)
  }

  openExport({ sealedValue }: ExportRecord): string {
    return this.#vault.open(sealedValue)
  }

  sealChanges(changes: readonly ChangeRecord[]): Sealed {
    return this.#vault.seal(JSON.stringify(changes))
  }

  openChanges({ sealedChanges }: ChangeSetRecord): ChangeRecord[] {
    return JSON.parse(this.#vault.open(sealedChanges)) as ChangeRecord[]
  }

  /** Parameters of what a stack is and of what it is to become, with their secrets. */
  parametersOf({ target, stable }: Pick<StackRecord, 'target' | 'stable'>): ParameterValue[] {
    return [target, stable].flatMap((known) => (known ? this.openConfiguration(known).parameters : []))
  }

  sealConfiguration(configuration: Configuration): StoredConfiguration {
    const parameters = configuration.parameters.map((parameter): StoredParameter => {
      const { key, value, resolved, noEcho } = parameter
      if (!noEcho) return { ...parameter, noEcho: undefined }
      const sealed = { key, value: this.#vault.seal(value), noEcho }
      return resolved === undefined ? sealed : { ...sealed, resolved: this.#vault.seal(resolved) }
    })
    return { ...configuration, parameters }
  }

  openConfiguration(stored: StoredConfiguration): Configuration {
    const parameters = stored.parameters.map((parameter): ParameterValue => {
      if (!parameter.noEcho) return parameter
      const { key, value, resolved, noEcho } = parameter
      const open = { key, value: this.#vault.open(value), noEcho }
      return resolved === undefined ? open : { ...open, resolved: this.#vault.open(resolved) }
    })
    return { ...stored, parameters }
  }
}

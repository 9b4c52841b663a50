import { AwsError, type Refusal } from '../../kernel/errors.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type {
  ExistingResource,
  InstantType,
  Outcome,
  ResourceIdentity,
  ResourceRequest,
  ResourceType,
  WaitingType,
} from '../../kernel/resource-type.ts'
import type { Reader, Transaction } from '../../kernel/transaction.ts'
import { collection } from '../../store/collection.ts'
import type { TypeSpecification } from './specification.ts'

/** What a fake resource is, by its physical id: written in the step's transaction, as a service's own documents are. */
export interface FakeResource {
  readonly type: string
  readonly properties: JsonObject
}

export const fakeResources = collection<FakeResource>('test/fake')

/** Lets a test say which call is to fail, and see which were made. */
export class FakeWorld {
  /** `create A`, `update A`, `remove A`: by logical id. */
  readonly failures = new Map<string, Error>()
  readonly calls: string[] = []

  fail(call: string, error: Error = new AwsError('InvalidRequestException', `${call} was told to fail`)): void {
    this.failures.set(call, error)
  }

  note(verb: string, { logicalId }: Pick<ResourceIdentity, 'logicalId'>): void {
    const call = `${verb} ${logicalId}`
    this.calls.push(call)
    const failure = this.failures.get(call)
    if (failure) throw failure
  }

  /** Waits that do not come to their end before they are released: `create A`, `update A`, `remove A`. */
  readonly #held = new Set<string>()
  #released: (() => void)[] = []
  /** How many wait at this moment, and how many ever did. */
  waiting = 0
  mostWaiting = 0

  hold(...calls: readonly string[]): void {
    for (const call of calls) this.#held.add(call)
  }

  release(...calls: readonly string[]): void {
    for (const call of calls) this.#held.delete(call)
    for (const wake of this.#released.splice(0)) wake()
  }

  /** The wait of a call: over at the next opportunity, unless it is held. */
  async passed(call: string, signal: AbortSignal): Promise<void> {
    this.waiting++
    this.mostWaiting = Math.max(this.mostWaiting, this.waiting)
    try {
      await new Promise((resolve) => setImmediate(resolve))
      while (this.#held.has(call) && !signal.aborted) {
        await new Promise<void>((resolve) => {
          this.#released.push(resolve)
          signal.addEventListener('abort', () => resolve(), { once: true })
        })
      }
    } finally {
      this.waiting--
    }
  }

  /** The calls since the last time. */
  take(): string[] {
    return this.calls.splice(0)
  }
}

const SETTINGS = { Size: { type: 'integer', replaces: 'yes' }, Color: { type: 'string' } } as const
const TAGS = { property: 'Tags', form: 'list' } as const

function specificationOf(properties: TypeSpecification['properties'], more: Partial<TypeSpecification> = {}) {
  return { properties, attributes: ['Arn'], definitions: {}, ...more }
}

/** `Thing` has everything but tags and a name of its own; the others have one trait each. */
export const FAKE_TYPES: Readonly<Record<string, TypeSpecification>> = {
  'Test::Fake::Thing': specificationOf(
    {
      Count: { type: 'integer' },
      Enabled: { type: 'boolean' },
      Fixed: { type: 'string', replaces: 'yes' },
      List: { type: { list: 'string' } },
      Map: { type: { map: 'string' } },
      Maybe: { type: 'string', replaces: 'maybe' },
      OnDemand: { type: 'string' },
      Secret: { type: 'string' },
      Settings: { type: '#Settings' },
      Unlisted: { type: 'string' },
      Value: { type: 'string' },
      Json: { type: 'json' },
    },
    { attributes: ['Arn', 'Secret', 'Value'], definitions: { Settings: SETTINGS }, identifier: ['Id'] },
  ),
  'Test::Fake::Named': specificationOf(
    { Name: { type: 'string', replaces: 'yes' }, Kind: { type: 'string', replaces: 'yes' }, Value: { type: 'string' } },
    { identifier: ['Name'] },
  ),
  'Test::Fake::Tagged': specificationOf({ Tags: { type: { list: 'tag' } }, Value: { type: 'string' } }, { tags: TAGS }),
  'Test::Fake::Needy': specificationOf({ Value: { type: 'string', required: true } }),
  'Test::Fake::Waiting': specificationOf(
    { Early: { type: 'boolean' }, Fixed: { type: 'string', replaces: 'yes' }, Value: { type: 'string' } },
    { attributes: ['Arn', 'Value'] },
  ),
  'Test::Fake::Unbuilt': specificationOf({ Value: { type: 'string' } }, { attributes: ['Arn', 'Value'] }),
}

/** The fakes' handlers. `Unbuilt` has none. */
export function fakeTypes(world: FakeWorld): ResourceType[] {
  const instant = Object.keys(FAKE_TYPES).filter((type) => !['Test::Fake::Unbuilt', WAITING].includes(type))
  return [...instant.map((type) => fakeType(type, world)), waitingFake(world)]
}

const WAITING = 'Test::Fake::Waiting'

interface FakeTicket {
  readonly kind: 'create' | 'update' | 'remove'
  readonly id: string
  readonly properties: JsonObject
}

/**
 * A fake that is there from the beginning of its creation (`Early`) or from its end. Its calls are `begin create A`,
 * `create A` for the wait, and `end create A`; an error for the wait is an outcome that failed.
 */
function waitingFake(world: FakeWorld): WaitingType {
  const put = (request: ResourceRequest, { id, properties }: FakeTicket) => {
    fakeResources.put(request.reader as Transaction, request.place, id, { type: WAITING, properties })
    return { physicalId: id, attributes: { Arn: `arn:fake:${id}`, Value: properties.Value ?? null } }
  }
  return {
    type: WAITING,
    properties: { Early: 'emulated', Fixed: 'emulated', Value: 'emulated' },
    async begin(act, request) {
      world.note(`begin ${act.kind}`, request)
      if (act.kind !== 'create') {
        const { physicalId: known, ticket: unfinished } = act.previous
        const id = known || (unfinished as unknown as FakeTicket | undefined)?.id || ''
        return { ticket: { kind: act.kind, id, properties: act.kind === 'update' ? act.properties : {} } }
      }
      const { properties } = act
      const ticket = { kind: act.kind, id: request.generateName({ maxLength: 64 }), properties }
      if (properties.Early !== true) return { ticket }
      put(request, ticket)
      return { ticket, physicalId: ticket.id }
    },
    async outcome(ticket, wait): Promise<Outcome> {
      const { kind } = ticket as unknown as FakeTicket
      await world.passed(`${kind} ${wait.logicalId}`, wait.signal)
      try {
        world.note(kind, wait)
      } catch (error) {
        return { failure: error instanceof Error ? error.message : String(error) }
      }
      return { result: null }
    },
    async end(ticket, _result, request) {
      const made = ticket as unknown as FakeTicket
      world.note(`end ${made.kind}`, request)
      if (made.kind !== 'remove') return put(request, made)
      fakeResources.delete(request.reader as Transaction, request.place, made.id)
      return { physicalId: made.id, attributes: {} }
    },
  }
}

function fakeType(type: string, world: FakeWorld): InstantType {
  const isNamed = type === 'Test::Fake::Named'
  const names = Object.keys(FAKE_TYPES[type]?.properties ?? {}).filter((name) => name !== 'Unlisted')
  const put = (id: string, properties: JsonObject, request: ResourceRequest) => {
    // A service writes through the transaction that it is given; a fake has only the reader, which is the same.
    fakeResources.put(request.reader as Transaction, request.place, id, { type, properties })
    const { Value = null, Secret = `secret-of-${id}` } = properties
    const own: JsonObject = type === 'Test::Fake::Thing' ? { Value, Secret } : {}
    return { physicalId: id, attributes: { Arn: `arn:fake:${id}`, ...own } }
  }
  return {
    type,
    properties: Object.fromEntries(names.filter((name) => name !== 'Settings').map((name) => [name, 'emulated'])),
    ...(isNamed ? { nameProperty: 'Name' } : {}),
    ...(type === 'Test::Fake::Thing' ? { properties: thingProperties(names), refusals: refusalsOfThing } : {}),
    async create(properties, request) {
      world.note('create', request)
      const id =
        isNamed && typeof properties.Name === 'string' ? properties.Name : request.generateName({ maxLength: 64 })
      if (await fakeResources.find(request.reader, request.place, id)) {
        throw new AwsError('AlreadyExistsException', `${id} already exists`)
      }
      return put(id, properties, request)
    },
    async update(properties, previous: ExistingResource, request) {
      world.note('update', request)
      return put(previous.physicalId, properties, request)
    },
    async remove({ physicalId }, request) {
      world.note('remove', request)
      fakeResources.delete(request.reader as Transaction, request.place, physicalId)
    },
  }
}

/** Of `Settings`, only `Color` is built. `OnDemand` is for who asks for it, as is the value `on demand`. */
function thingProperties(names: readonly string[]): ResourceType['properties'] {
  const listed = names.filter((name) => name !== 'Settings')
  const emulated = [...listed, 'Settings.Color', 'Settings.Size'].map((name) => [name, 'emulated' as const])
  return { ...Object.fromEntries(emulated), OnDemand: 'recordable' }
}

function refusalsOfThing({ Value }: JsonObject): Refusal[] {
  if (Value === 'elsewhere') return [{ feature: 'A value of a queue', recordable: undefined, forwardable: 'sqs' }]
  if (Value !== 'on demand') return []
  return [{ feature: 'A value on demand', recordable: 'Test::Fake::Thing.Value=on-demand' }]
}

/** Everything that the fakes' service has: type and properties by physical id. */
export async function everyFake(reader: Reader): Promise<Record<string, FakeResource>> {
  const documents = await reader.list<FakeResource>({ kind: fakeResources.kind })
  return Object.fromEntries(documents.map(({ key, value }) => [key.id, value]))
}

import { AwsError } from '../../kernel/errors.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { ExistingResource, ResourceRequest, ResourceType } from '../../kernel/resource-type.ts'
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

  note(verb: string, { logicalId }: ResourceRequest): void {
    const call = `${verb} ${logicalId}`
    this.calls.push(call)
    const failure = this.failures.get(call)
    if (failure) throw failure
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
  'Test::Fake::Unbuilt': specificationOf({ Value: { type: 'string' } }, { attributes: ['Arn', 'Value'] }),
}

/** The fakes' handlers. `Unbuilt` has none. */
export function fakeTypes(world: FakeWorld): ResourceType[] {
  return Object.keys(FAKE_TYPES)
    .filter((type) => type !== 'Test::Fake::Unbuilt')
    .map((type) => fakeType(type, world))
}

function fakeType(type: string, world: FakeWorld): ResourceType {
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
    ...(type === 'Test::Fake::Thing' ? { properties: thingProperties(names) } : {}),
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

/** Of `Settings`, only `Color` is built. */
function thingProperties(names: readonly string[]): ResourceType['properties'] {
  const listed = names.filter((name) => name !== 'Settings')
  return Object.fromEntries([...listed, 'Settings.Color', 'Settings.Size'].map((name) => [name, 'emulated' as const]))
}

/** Everything that the fakes' service has: type and properties by physical id. */
export async function everyFake(reader: Reader): Promise<Record<string, FakeResource>> {
  const documents = await reader.list<FakeResource>({ kind: fakeResources.kind })
  return Object.fromEntries(documents.map(({ key, value }) => [key.id, value]))
}

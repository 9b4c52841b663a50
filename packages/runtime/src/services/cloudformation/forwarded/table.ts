import type { JsonObject, JsonValue } from '../../../kernel/json.ts'
import type { ResourceInstance } from '../../../kernel/resource-type.ts'
import { RefusedElsewhere, type ServiceClient } from './client.ts'
import type { ForwardedType, Work } from './forwarded-type.ts'
import { given, isSame, objectOf, objectsOf, tagsOf, typed } from './values.ts'

/** Given to `CreateTable` and `UpdateTable` as they stand. */
const SETTINGS = [
  'BillingMode',
  'DeletionProtectionEnabled',
  'OnDemandThroughput',
  'TableClass',
  'WarmThroughput',
] as const

/** `AWS::DynamoDB::Table`, made by whoever answers for DynamoDB. */
export const tableType: ForwardedType = {
  type: 'AWS::DynamoDB::Table',
  service: 'dynamodb',
  nameProperty: 'TableName',
  replaceOn: ['KeySchema', 'LocalSecondaryIndexes', 'TableName'],
  properties: {
    AttributeDefinitions: 'emulated',
    BillingMode: 'emulated',
    ContributorInsightsSpecification: 'recorded',
    DeletionProtectionEnabled: 'emulated',
    GlobalSecondaryIndexes: 'emulated',
    KeySchema: 'emulated',
    KinesisStreamSpecification: 'recorded',
    LocalSecondaryIndexes: 'emulated',
    OnDemandThroughput: 'emulated',
    PointInTimeRecoverySpecification: 'recorded',
    ProvisionedThroughput: 'emulated',
    ResourcePolicy: 'recorded',
    SSESpecification: 'recorded',
    StreamSpecification: 'emulated',
    TableClass: 'emulated',
    TableName: 'emulated',
    Tags: 'emulated',
    TimeToLiveSpecification: 'emulated',
    WarmThroughput: 'emulated',
  },

  async create(properties, name, work) {
    const TableName = String(properties.TableName ?? name)
    const input = inputOf(properties, TableName)
    try {
      await work.client.json('CreateTable', input)
    } catch (error) {
      // A name of CloudFormation's making is nobody else's: the table was made before a restart.
      if (!isRefusal(error, 'ResourceInUseException') || properties.TableName !== undefined) throw error
    }
    const instance = await active(TableName, work)
    if (properties.TimeToLiveSpecification !== undefined) await setTimeToLive(TableName, properties, {}, work.client)
    return instance
  },

  async update(properties, { physicalId, attributes, properties: old }, work) {
    const changed = (name: string) => !isSame(properties[name], old[name])
    const settings = [...SETTINGS, 'ProvisionedThroughput', 'StreamSpecification'].filter(changed)
    if (settings.length > 0) {
      const wanted = inputOf(properties, physicalId)
      const turnedOff = { StreamSpecification: { StreamEnabled: false } }
      await work.client.json('UpdateTable', {
        TableName: physicalId,
        ...(settings.includes('StreamSpecification') && properties.StreamSpecification === undefined && turnedOff),
        ...given(Object.fromEntries(settings.map((name) => [name, wanted[name]]))),
      })
      await active(physicalId, work)
    }
    for (const GlobalSecondaryIndexUpdates of indexUpdates(properties, old)) {
      const AttributeDefinitions = properties.AttributeDefinitions ?? []
      await work.client.json('UpdateTable', {
        TableName: physicalId,
        AttributeDefinitions,
        GlobalSecondaryIndexUpdates,
      })
      await active(physicalId, work)
    }
    if (changed('TimeToLiveSpecification')) await setTimeToLive(physicalId, properties, old, work.client)
    if (changed('Tags')) await setTags(String(attributes.Arn), properties, old, work.client)
    return active(physicalId, work)
  },

  async remove({ physicalId: TableName }, work) {
    try {
      await work.client.json('DeleteTable', { TableName })
      await work.until(`the deletion of ${TableName}`, async () => {
        await work.client.json('DescribeTable', { TableName })
        return undefined
      })
    } catch (error) {
      if (!isRefusal(error, 'ResourceNotFoundException')) throw error
    }
  },
}

function inputOf(properties: JsonObject, TableName: string): JsonObject {
  const { GlobalSecondaryIndexes: indexes, StreamSpecification: stream, Tags } = properties
  const { StreamViewType } = objectOf(stream)
  return typed(
    given({
      TableName,
      AttributeDefinitions: properties.AttributeDefinitions,
      KeySchema: properties.KeySchema,
      ...Object.fromEntries(SETTINGS.map((name) => [name, properties[name]])),
      ProvisionedThroughput: properties.ProvisionedThroughput,
      LocalSecondaryIndexes: properties.LocalSecondaryIndexes,
      GlobalSecondaryIndexes: indexes === undefined ? undefined : objectsOf(indexes).map(indexOf),
      StreamSpecification: stream === undefined ? undefined : given({ StreamEnabled: true, StreamViewType }),
      Tags,
    }),
  ) as JsonObject
}

/** What templates say of an index and the operation does not take. */
function indexOf({ ContributorInsightsSpecification: _, ...index }: JsonObject): JsonObject {
  return index
}

/** One at a time, as DynamoDB takes them (documented: UpdateTable): those that go first. */
function indexUpdates(properties: JsonObject, old: JsonObject): JsonValue[][] {
  const before = byName(old)
  const after = byName(properties)
  const gone = [...before].filter(([name, index]) => !isSame(keysOf(index), keysOf(after.get(name))))
  const made = [...after].filter(([name, index]) => !isSame(keysOf(index), keysOf(before.get(name))))
  return [
    ...gone.map(([IndexName]) => [{ Delete: { IndexName } }]),
    ...made.map(([, index]) => [{ Create: typed(indexOf(index)) }]),
  ]
}

function byName({ GlobalSecondaryIndexes: indexes }: JsonObject): ReadonlyMap<string, JsonObject> {
  return new Map(objectsOf(indexes).map((index) => [String(index.IndexName), index]))
}

function keysOf(index: JsonObject | undefined): JsonValue {
  return index ? [index.KeySchema ?? null, index.Projection ?? null] : null
}

function active(TableName: string, { client, until }: Work): Promise<ResourceInstance> {
  return until(`the change of ${TableName}`, async () => {
    const table = objectOf((await client.json('DescribeTable', { TableName })).Table)
    const indexes = objectsOf(table.GlobalSecondaryIndexes)
    const isBusy = [table.TableStatus, ...indexes.map(({ IndexStatus }) => IndexStatus)].some(
      (status) => status !== undefined && status !== 'ACTIVE',
    )
    if (isBusy) return undefined
    const { TableArn: Arn = '', LatestStreamArn: StreamArn } = table
    return { physicalId: TableName, attributes: given({ Arn, StreamArn }) }
  })
}

async function setTimeToLive(
  TableName: string,
  { TimeToLiveSpecification: wanted }: JsonObject,
  { TimeToLiveSpecification: old }: JsonObject,
  client: ServiceClient,
): Promise<void> {
  const TimeToLiveSpecification =
    wanted === undefined ? { ...objectOf(old), Enabled: false } : (typed(wanted) as JsonObject)
  await client.json('UpdateTimeToLive', { TableName, TimeToLiveSpecification })
}

async function setTags(ResourceArn: string, properties: JsonObject, old: JsonObject, client: ServiceClient) {
  const wanted = tagsOf(properties.Tags)
  const TagKeys = Object.keys(tagsOf(old.Tags)).filter((key) => !Object.hasOwn(wanted, key))
  if (TagKeys.length > 0) await client.json('UntagResource', { ResourceArn, TagKeys })
  const Tags = Object.entries(wanted).map(([Key, Value]) => ({ Key, Value }))
  if (Tags.length > 0) await client.json('TagResource', { ResourceArn, Tags })
}

function isRefusal(error: unknown, code: string): boolean {
  return error instanceof RefusedElsewhere && error.code === code
}

import { AwsError, type Refusal } from '../../../kernel/errors.ts'
import type { JsonObject, JsonValue } from '../../../kernel/json.ts'
import type { ForwardedType, Previous } from './forwarded-type.ts'
import { tableType } from './table.ts'
import { given, objectOf, objectsOf } from './values.ts'

/** What a replica says and no call can see. */
const UNSEEN = [
  'ContributorInsightsSpecification',
  'GlobalTableSettingsReplicationMode',
  'KinesisStreamSpecification',
  'PointInTimeRecoverySpecification',
  'ReplicaStreamSpecification',
  'ResourcePolicy',
  'SSESpecification',
]
const SEEN = [
  'DeletionProtectionEnabled',
  'GlobalSecondaryIndexes',
  'ReadOnDemandThroughputSettings',
  'ReadProvisionedThroughputSettings',
  'Region',
  'TableClass',
  'Tags',
]

/**
 * `AWS::DynamoDB::GlobalTable`, which `TableV2` of the CDK makes also of a table in one region: made as the table that its
 * one replica is. No emulator replicates.
 */
export const globalTableType: ForwardedType = {
  type: 'AWS::DynamoDB::GlobalTable',
  service: 'dynamodb',
  nameProperty: 'TableName',
  replaceOn: tableType.replaceOn,
  properties: {
    AttributeDefinitions: 'emulated',
    BillingMode: 'emulated',
    GlobalSecondaryIndexes: 'emulated',
    KeySchema: 'emulated',
    LocalSecondaryIndexes: 'emulated',
    ReadOnDemandThroughputSettings: 'emulated',
    ReadProvisionedThroughputSettings: 'emulated',
    Replicas: 'emulated',
    SSESpecification: 'recorded',
    StreamSpecification: 'emulated',
    TableName: 'emulated',
    TimeToLiveSpecification: 'emulated',
    WarmThroughput: 'emulated',
    WriteOnDemandThroughputSettings: 'emulated',
    WriteProvisionedThroughputSettings: 'emulated',
  },

  refusals({ Replicas }) {
    const replicas = objectsOf(Replicas)
    const unknown = replicas.flatMap((replica) =>
      Object.keys(replica).filter((name) => !SEEN.includes(name) && !UNSEEN.includes(name)),
    )
    return [
      ...(replicas.length > 1 ? [refusal('Replicas in several regions')] : []),
      ...[...new Set(unknown)].map((name) => refusal(`Replicas.${name}`)),
    ]
  },

  async create(properties, name, work) {
    const [{ Region = work.region } = {}] = objectsOf(properties.Replicas)
    if (Region !== work.region) {
      // Documented (AWS::DynamoDB::GlobalTable, Replicas); the words are ours.
      throw new AwsError('ValidationException', `Replicas has to have one in ${work.region}, where the stack is`)
    }
    return withId(await tableType.create(tableOf(properties), name, work), work)
  },

  async update(properties, previous, work) {
    return withId(await tableType.update(tableOf(properties), asTable(previous), work), work)
  },

  remove: (previous, work) => tableType.remove(asTable(previous), work),
}

function refusal(what: string): Refusal {
  return { feature: `AWS::DynamoDB::GlobalTable: ${what}`, recordable: undefined }
}

async function withId(
  { physicalId, attributes }: Awaited<ReturnType<ForwardedType['create']>>,
  { client }: Parameters<ForwardedType['create']>[2],
) {
  const { TableId } = objectOf((await client.json('DescribeTable', { TableName: physicalId })).Table)
  return { physicalId, attributes: { ...attributes, ...given({ TableId }) } }
}

function asTable(previous: Previous): Previous {
  return { ...previous, properties: tableOf(previous.properties) }
}

/** The properties that `AWS::DynamoDB::Table` has for the same table. */
function tableOf(properties: JsonObject): JsonObject {
  const { Replicas, GlobalSecondaryIndexes: indexes, ...rest } = properties
  const replica = objectsOf(Replicas)[0] ?? {}
  const ofReplica = new Map(objectsOf(replica.GlobalSecondaryIndexes).map((index) => [index.IndexName, index]))
  const { BillingMode } = rest
  return given({
    AttributeDefinitions: rest.AttributeDefinitions,
    BillingMode,
    DeletionProtectionEnabled: replica.DeletionProtectionEnabled,
    GlobalSecondaryIndexes:
      indexes === undefined
        ? undefined
        : objectsOf(indexes).map((index) => indexOf(index, ofReplica.get(index.IndexName) ?? {}, BillingMode)),
    KeySchema: rest.KeySchema,
    LocalSecondaryIndexes: rest.LocalSecondaryIndexes,
    StreamSpecification: rest.StreamSpecification,
    TableClass: replica.TableClass,
    TableName: rest.TableName,
    Tags: replica.Tags,
    TimeToLiveSpecification: rest.TimeToLiveSpecification,
    WarmThroughput: rest.WarmThroughput,
    ...throughputOf(rest, replica, BillingMode),
  })
}

function indexOf(index: JsonObject, ofReplica: JsonObject, mode: JsonValue | undefined): JsonObject {
  const { IndexName, KeySchema, Projection, WarmThroughput } = index
  return given({ IndexName, KeySchema, Projection, WarmThroughput, ...throughputOf(index, ofReplica, mode) })
}

/** Writes are said of the whole, reads also of a replica, which then count (documented: AWS::DynamoDB::GlobalTable). */
function throughputOf(whole: JsonObject, replica: JsonObject, mode: JsonValue | undefined) {
  const reads = objectOf(replica.ReadProvisionedThroughputSettings ?? whole.ReadProvisionedThroughputSettings)
  const writes = objectOf(whole.WriteProvisionedThroughputSettings)
  const { MaxReadRequestUnits } = objectOf(
    replica.ReadOnDemandThroughputSettings ?? whole.ReadOnDemandThroughputSettings,
  )
  const { MaxWriteRequestUnits } = objectOf(whole.WriteOnDemandThroughputSettings)
  if (mode === 'PAY_PER_REQUEST') {
    const onDemand = given({ MaxReadRequestUnits, MaxWriteRequestUnits })
    return Object.keys(onDemand).length > 0 ? { OnDemandThroughput: onDemand } : {}
  }
  const provisioned = given({
    ReadCapacityUnits: reads.ReadCapacityUnits ?? seedOf(reads.ReadCapacityAutoScalingSettings),
    WriteCapacityUnits: writes.WriteCapacityUnits ?? seedOf(writes.WriteCapacityAutoScalingSettings),
  })
  return Object.keys(provisioned).length > 0 ? { ProvisionedThroughput: provisioned } : {}
}

/** Nothing scales: what it begins with stays. */
function seedOf(scaling: JsonValue | undefined): JsonValue | undefined {
  const { SeedCapacity, MinCapacity } = objectOf(scaling)
  return SeedCapacity ?? MinCapacity
}

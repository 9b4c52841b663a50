import type { CreateEventSourceMappingRequest } from '../../../generated/lambda.ts'
import type { LambdaEventSourceMapping } from '../../../generated/resource-properties.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { changeTags, tagMap } from './tags.ts'

/** `AWS::Lambda::EventSourceMapping`: recorded, since there are no sources to poll. `Ref` is its id. */
export const eventSourceMappingType = instantType({
  type: 'AWS::Lambda::EventSourceMapping',
  properties: {
    AmazonManagedKafkaEventSourceConfig: 'recorded',
    BatchSize: 'recorded',
    BisectBatchOnFunctionError: 'recorded',
    DestinationConfig: 'recorded',
    DocumentDBEventSourceConfig: 'recorded',
    Enabled: 'recorded',
    EventSourceArn: 'recorded',
    FilterCriteria: 'recorded',
    FunctionName: 'recorded',
    FunctionResponseTypes: 'recorded',
    KmsKeyArn: 'recorded',
    LoggingConfig: 'recorded',
    MaximumBatchingWindowInSeconds: 'recorded',
    MaximumRecordAgeInSeconds: 'recorded',
    MaximumRetryAttempts: 'recorded',
    MetricsConfig: 'recorded',
    ParallelizationFactor: 'recorded',
    ProvisionedPollerConfig: 'recorded',
    Queues: 'recorded',
    ScalingConfig: 'recorded',
    SelfManagedEventSource: 'recorded',
    SelfManagedKafkaEventSourceConfig: 'recorded',
    SourceAccessConfigurations: 'recorded',
    StartingPosition: 'recorded',
    StartingPositionTimestamp: 'recorded',
    Tags: 'emulated',
    Topics: 'recorded',
    TumblingWindowInSeconds: 'recorded',
  },

  async create(p, request) {
    const asked = { ...settingsOf(p), Tags: tagMap(p.Tags) }
    const { UUID = '', EventSourceMappingArn = '' } = await request.call('lambda', 'CreateEventSourceMapping', asked)
    return { physicalId: UUID, attributes: { Id: UUID, EventSourceMappingArn } }
  },

  async update(p, previous, request) {
    const { EventSourceArn: _, StartingPosition: _s, StartingPositionTimestamp: _t, ...asked } = settingsOf(p)
    await request.call('lambda', 'UpdateEventSourceMapping', { UUID: previous.physicalId, ...asked })
    await changeTags(String(previous.attributes.EventSourceMappingArn), previous.properties.Tags, p.Tags, request)
    return { physicalId: previous.physicalId, attributes: previous.attributes }
  },

  async remove({ physicalId: UUID }, { call }) {
    await ignoring('ResourceNotFoundException', call('lambda', 'DeleteEventSourceMapping', { UUID }))
  },
})

/** The names are the API's, but for the key, the time and one endpoint list. */
function settingsOf(p: LambdaEventSourceMapping): CreateEventSourceMappingRequest {
  const { Tags: _, KmsKeyArn, StartingPositionTimestamp, SelfManagedEventSource, ...others } = p
  const servers = SelfManagedEventSource?.Endpoints?.KafkaBootstrapServers
  return {
    ...(others as Omit<CreateEventSourceMappingRequest, 'Tags'>),
    KMSKeyArn: KmsKeyArn,
    StartingPositionTimestamp:
      StartingPositionTimestamp === undefined ? undefined : new Date(StartingPositionTimestamp * 1000),
    SelfManagedEventSource: servers && { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: servers } },
  }
}

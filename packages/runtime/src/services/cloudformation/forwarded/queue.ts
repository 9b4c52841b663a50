import type { JsonObject } from '../../../kernel/json.ts'
import { RefusedElsewhere } from './client.ts'
import type { ForwardedType } from './forwarded-type.ts'
import { isSame, objectOf, tagsOf, textOf } from './values.ts'

/** What a queue has where nothing is said of it, as texts (documented: SetQueueAttributes). */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  ContentBasedDeduplication: 'false',
  DeduplicationScope: 'queue',
  DelaySeconds: '0',
  FifoThroughputLimit: 'perQueue',
  KmsDataKeyReusePeriodSeconds: '300',
  KmsMasterKeyId: '',
  MaximumMessageSize: '262144',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  RedriveAllowPolicy: '',
  RedrivePolicy: '',
  SqsManagedSseEnabled: 'true',
  VisibilityTimeout: '30',
}

/** `AWS::SQS::Queue`, made by whoever answers for SQS. */
export const queueType: ForwardedType = {
  type: 'AWS::SQS::Queue',
  service: 'sqs',
  nameProperty: 'QueueName',
  replaceOn: ['FifoQueue', 'QueueName'],
  properties: {
    ...Object.fromEntries(Object.keys(ATTRIBUTES).map((name) => [name, 'emulated' as const])),
    FifoQueue: 'emulated',
    QueueName: 'emulated',
    Tags: 'emulated',
  },

  async create(properties, name, { client }) {
    const isFifo = String(properties.FifoQueue) === 'true'
    const QueueName = String(properties.QueueName ?? (isFifo ? `${name.slice(0, 75)}.fifo` : name))
    const Attributes = { ...attributesOf(properties), ...(isFifo && { FifoQueue: 'true' }) }
    const tags = tagsOf(properties.Tags)
    const made = await client.json('CreateQueue', {
      QueueName,
      Attributes,
      ...(Object.keys(tags).length > 0 && { tags }),
    })
    const QueueUrl = String(made.QueueUrl)
    const told = await client.json('GetQueueAttributes', { QueueUrl, AttributeNames: ['QueueArn'] })
    const Arn = objectOf(told.Attributes).QueueArn ?? ''
    return { physicalId: QueueUrl, attributes: { Arn, QueueName, QueueUrl } }
  },

  async update(properties, { physicalId: QueueUrl, attributes, properties: old }, { client }) {
    const Attributes = Object.fromEntries(
      Object.entries(ATTRIBUTES).flatMap(([name, otherwise]) => {
        const value = properties[name]
        return isSame(value, old[name]) ? [] : [[name, value === undefined ? otherwise : textOf(value)]]
      }),
    )
    if (Object.keys(Attributes).length > 0) await client.json('SetQueueAttributes', { QueueUrl, Attributes })
    const Tags = tagsOf(properties.Tags)
    const TagKeys = Object.keys(tagsOf(old.Tags)).filter((key) => !Object.hasOwn(Tags, key))
    if (TagKeys.length > 0) await client.json('UntagQueue', { QueueUrl, TagKeys })
    if (!isSame(Tags, tagsOf(old.Tags)) && Object.keys(Tags).length > 0)
      await client.json('TagQueue', { QueueUrl, Tags })
    return { physicalId: QueueUrl, attributes }
  },

  async remove({ physicalId: QueueUrl }, { client }) {
    await client.json('DeleteQueue', { QueueUrl }).catch(ifGone)
  },
}

/** `AWS::SQS::QueuePolicy`: kept by the queues, which enforce it as far as their emulator does. */
export const queuePolicyType: ForwardedType = {
  type: 'AWS::SQS::QueuePolicy',
  service: 'sqs',
  replaceOn: [],
  properties: { PolicyDocument: 'emulated', Queues: 'emulated' },

  async create({ PolicyDocument = {}, Queues }, name, { client }) {
    const Attributes = { Policy: textOf(PolicyDocument) }
    for (const QueueUrl of urlsOf(Queues)) await client.json('SetQueueAttributes', { QueueUrl, Attributes })
    return { physicalId: name, attributes: { Id: name } }
  },

  async update({ PolicyDocument = {}, Queues }, { physicalId, attributes, properties: old }, { client }) {
    const wanted = urlsOf(Queues)
    for (const QueueUrl of urlsOf(old.Queues).filter((url) => !wanted.includes(url))) {
      await client.json('SetQueueAttributes', { QueueUrl, Attributes: { Policy: '' } }).catch(ifGone)
    }
    const Attributes = { Policy: textOf(PolicyDocument) }
    for (const QueueUrl of wanted) await client.json('SetQueueAttributes', { QueueUrl, Attributes })
    return { physicalId, attributes }
  },

  async remove({ properties: { Queues } }, { client }) {
    for (const QueueUrl of urlsOf(Queues)) {
      await client.json('SetQueueAttributes', { QueueUrl, Attributes: { Policy: '' } }).catch(ifGone)
    }
  },
}

function attributesOf(properties: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.keys(ATTRIBUTES).flatMap((name) => {
      const value = properties[name]
      return value === undefined ? [] : [[name, textOf(value)]]
    }),
  )
}

function urlsOf(queues: unknown): readonly string[] {
  return Array.isArray(queues) ? queues.map(String) : []
}

/** In JSON it has another code than in forms. */
function ifGone(error: unknown): void {
  const isGone = error instanceof RefusedElsewhere && /NonExistentQueue|QueueDoesNotExist/.test(error.code)
  if (!isGone) throw error
}

import type { JsonObject, JsonValue } from '../../../kernel/json.ts'
import { RefusedElsewhere, type ServiceClient } from './client.ts'
import type { ForwardedType } from './forwarded-type.ts'
import { isSame, objectsOf, tagsOf, textOf } from './values.ts'
import { elementsIn, textIn } from './xml-texts.ts'

const ATTRIBUTES = [
  'ContentBasedDeduplication',
  'DisplayName',
  'FifoThroughputScope',
  'KmsMasterKeyId',
  'SignatureVersion',
  'TracingConfig',
] as const

/** `AWS::SNS::Topic`, made by whoever answers for SNS. */
export const topicType: ForwardedType = {
  type: 'AWS::SNS::Topic',
  service: 'sns',
  nameProperty: 'TopicName',
  replaceOn: ['FifoTopic', 'TopicName'],
  properties: {
    ...Object.fromEntries(ATTRIBUTES.map((name) => [name, 'emulated' as const])),
    ArchivePolicy: 'recorded',
    DataProtectionPolicy: 'recorded',
    DeliveryStatusLogging: 'recorded',
    FifoTopic: 'emulated',
    MaximumMessageSize: 'recorded',
    Subscription: 'emulated',
    Tags: 'emulated',
    TopicName: 'emulated',
  },

  async create(properties, name, { client }) {
    const isFifo = String(properties.FifoTopic) === 'true'
    const TopicName = String(properties.TopicName ?? (isFifo ? `${name.slice(0, 251)}.fifo` : name))
    const attributes = [...attributesOf(properties), ...(isFifo ? [['FifoTopic', 'true'] as const] : [])]
    const answer = await client.form('CreateTopic', {
      Name: TopicName,
      ...pairs('Attributes.entry', attributes, 'key', 'value'),
      ...pairs('Tags.member', Object.entries(tagsOf(properties.Tags)), 'Key', 'Value'),
    })
    const TopicArn = textIn(answer, 'TopicArn') ?? ''
    for (const subscription of objectsOf(properties.Subscription)) await subscribe(TopicArn, subscription, client)
    return { physicalId: TopicArn, attributes: { TopicArn, TopicName } }
  },

  async update(properties, { physicalId: TopicArn, attributes, properties: old }, { client }) {
    for (const AttributeName of ATTRIBUTES) {
      const value = properties[AttributeName]
      if (isSame(value, old[AttributeName])) continue
      const AttributeValue = value === undefined ? '' : textOf(value)
      await client.form('SetTopicAttributes', { TopicArn, AttributeName, AttributeValue })
    }
    const before = objectsOf(old.Subscription)
    const after = objectsOf(properties.Subscription)
    for (const made of after.filter((one) => !before.some((other) => isSame(one, other)))) {
      await subscribe(TopicArn, made, client)
    }
    const gone = before.filter((one) => !after.some((other) => isSame(one, other)))
    if (gone.length > 0) await unsubscribe(TopicArn, gone, client)
    const tags = tagsOf(properties.Tags)
    const lost = Object.keys(tagsOf(old.Tags)).filter((key) => !Object.hasOwn(tags, key))
    const keys = Object.fromEntries(lost.map((key, i) => [`TagKeys.member.${i + 1}`, key]))
    if (lost.length > 0) await client.form('UntagResource', { ResourceArn: TopicArn, ...keys })
    if (Object.keys(tags).length > 0 && !isSame(tags, tagsOf(old.Tags))) {
      const given = pairs('Tags.member', Object.entries(tags), 'Key', 'Value')
      await client.form('TagResource', { ResourceArn: TopicArn, ...given })
    }
    return { physicalId: TopicArn, attributes }
  },

  async remove({ physicalId: TopicArn }, { client }) {
    await client.form('DeleteTopic', { TopicArn }).catch(ifGone)
  },
}

const SUBSCRIPTION_ATTRIBUTES = [
  'DeliveryPolicy',
  'FilterPolicy',
  'FilterPolicyScope',
  'RawMessageDelivery',
  'RedrivePolicy',
  'SubscriptionRoleArn',
] as const

/** `AWS::SNS::Subscription` */
export const subscriptionType: ForwardedType = {
  type: 'AWS::SNS::Subscription',
  service: 'sns',
  replaceOn: ['Endpoint', 'Protocol', 'TopicArn'],
  properties: {
    ...Object.fromEntries(SUBSCRIPTION_ATTRIBUTES.map((name) => [name, 'emulated' as const])),
    Endpoint: 'emulated',
    Protocol: 'emulated',
    Region: 'recorded',
    ReplayPolicy: 'recorded',
    TopicArn: 'emulated',
  },

  async create(properties, _name, { client }) {
    const given = SUBSCRIPTION_ATTRIBUTES.flatMap((name) => {
      const value = properties[name]
      return value === undefined ? [] : [[name, textOf(value)] as const]
    })
    const Arn = await subscribe(String(properties.TopicArn), properties, client, given)
    return { physicalId: Arn, attributes: { Arn } }
  },

  async update(properties, { physicalId: SubscriptionArn, attributes, properties: old }, { client }) {
    for (const AttributeName of SUBSCRIPTION_ATTRIBUTES) {
      const value = properties[AttributeName]
      if (isSame(value, old[AttributeName])) continue
      const AttributeValue = value === undefined ? '' : textOf(value)
      await client.form('SetSubscriptionAttributes', { SubscriptionArn, AttributeName, AttributeValue })
    }
    return { physicalId: SubscriptionArn, attributes }
  },

  async remove({ physicalId: SubscriptionArn }, { client }) {
    await client.form('Unsubscribe', { SubscriptionArn }).catch(ifGone)
  },
}

/** `AWS::SNS::TopicPolicy`: kept by the topics. Removing it leaves them as they are, as it has no value that says less. */
export const topicPolicyType: ForwardedType = {
  type: 'AWS::SNS::TopicPolicy',
  service: 'sns',
  replaceOn: [],
  properties: { PolicyDocument: 'emulated', Topics: 'emulated' },

  async create({ PolicyDocument = {}, Topics }, name, { client }) {
    await setPolicy(Topics, PolicyDocument, client)
    return { physicalId: name, attributes: { Id: name } }
  },

  async update({ PolicyDocument = {}, Topics }, { physicalId, attributes }, { client }) {
    await setPolicy(Topics, PolicyDocument, client)
    return { physicalId, attributes }
  },

  async remove() {},
}

async function setPolicy(topics: JsonValue | undefined, policy: JsonValue, client: ServiceClient): Promise<void> {
  for (const TopicArn of Array.isArray(topics) ? topics.map(String) : []) {
    await client.form('SetTopicAttributes', { TopicArn, AttributeName: 'Policy', AttributeValue: textOf(policy) })
  }
}

async function subscribe(
  TopicArn: string,
  { Endpoint, Protocol }: JsonObject,
  client: ServiceClient,
  attributes: Pairs = [],
): Promise<string> {
  const answer = await client.form('Subscribe', {
    TopicArn,
    Protocol: String(Protocol),
    Endpoint: Endpoint === undefined ? undefined : String(Endpoint),
    ReturnSubscriptionArn: 'true',
    ...pairs('Attributes.entry', attributes, 'key', 'value'),
  })
  return textIn(answer, 'SubscriptionArn') ?? ''
}

async function unsubscribe(TopicArn: string, gone: readonly JsonObject[], client: ServiceClient): Promise<void> {
  const answer = await client.form('ListSubscriptionsByTopic', { TopicArn })
  for (const member of elementsIn(answer, 'member')) {
    const of = (name: string) => textIn(member, name)
    const SubscriptionArn = of('SubscriptionArn')
    const isMeant = gone.some(({ Endpoint, Protocol }) => of('Endpoint') === Endpoint && of('Protocol') === Protocol)
    if (isMeant && SubscriptionArn?.startsWith('arn:')) await client.form('Unsubscribe', { SubscriptionArn })
  }
}

type Pairs = readonly (readonly [string, string])[]

function attributesOf(properties: JsonObject): Pairs {
  return ATTRIBUTES.flatMap((name) => {
    const value = properties[name]
    return value === undefined ? [] : [[name, textOf(value)] as const]
  })
}

/** As forms write lists of pairs: `Tags.member.1.Key`. */
function pairs(list: string, entries: Pairs, keyName: string, valueName: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entries.flatMap(([key, value], i) => [
      [`${list}.${i + 1}.${keyName}`, key],
      [`${list}.${i + 1}.${valueName}`, value],
    ]),
  )
}

function ifGone(error: unknown): void {
  if (!(error instanceof RefusedElsewhere) || !/NotFound/.test(error.code)) throw error
}

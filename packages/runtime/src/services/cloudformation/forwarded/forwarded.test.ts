import { beforeEach, describe, expect, it } from 'vitest'
import { callContext, HOME, resourceRequest } from '../../../kernel/call.harness.ts'
import { AwsError } from '../../../kernel/errors.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import { type Act, type ExistingResource, isWaitingType, type Outcome } from '../../../kernel/resource-type.ts'
import { openSqliteStore } from '../../../store/sqlite/index.ts'
import { forwardedTypes } from './index.ts'

interface Called {
  readonly service: string
  readonly operation: string
  readonly input: JsonObject
}
type Answer = { readonly status?: number; readonly body: object | string }

const ADDRESS = new URL('http://127.0.0.1:1')
const forwards = new Map(['dynamodb', 'sqs', 'sns'].map((service) => [service, ADDRESS]))

let called: Called[]
let answers: (call: Called) => Answer
beforeEach(() => {
  called = []
  answers = () => ({ body: {} })
})

const types = forwardedTypes(forwards, {
  sleep: async () => {},
  others: {
    async pass(service, { rawHeaders, body }) {
      const target = rawHeaders[rawHeaders.indexOf('X-Amz-Target') + 1]
      const form = Object.fromEntries(new URLSearchParams(String(body)))
      const isJson = rawHeaders.includes('X-Amz-Target')
      const call: Called = {
        service,
        operation: isJson ? String(target).replace(/^.*\./, '') : String(form.Action),
        input: isJson ? JSON.parse(String(body)) : form,
      }
      called.push(call)
      const { status = 200, body: answer } = answers(call)
      return { status, body: typeof answer === 'string' ? answer : JSON.stringify(answer) }
    },
  },
})

function typeOf(name: string) {
  const type = types.find((each) => each.type === name)
  if (!type || !isWaitingType(type)) throw new Error(name)
  return type
}

/** From its first transaction to its second. */
async function act(name: string, asked: Act): Promise<Outcome> {
  const store = await openSqliteStore({ path: undefined })
  const request = resourceRequest(callContext(store))
  const { ticket } = await typeOf(name).begin(asked, request)
  const outcome = await typeOf(name).outcome(ticket, { ...request, signal: new AbortController().signal })
  await store.close()
  return outcome
}

const token = 't'
const create = (name: string, properties: JsonObject) => act(name, { kind: 'create', token, properties })
const update = (name: string, properties: JsonObject, previous: ExistingResource) =>
  act(name, { kind: 'update', token, properties, previous })
const remove = (name: string, previous: ExistingResource) => act(name, { kind: 'remove', token, previous })
const operations = () => called.map(({ operation }) => operation)

const TABLE = 'AWS::DynamoDB::Table'
const GLOBAL_TABLE = 'AWS::DynamoDB::GlobalTable'
const KEYS = {
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
}
const described = (more: object = {}) => ({ body: { Table: { TableStatus: 'ACTIVE', TableArn: 'arn:t', ...more } } })
const refused = (type: string): Answer => ({ status: 400, body: { __type: `com.amazonaws#${type}`, message: 'no' } })

describe(TABLE, () => {
  it('is made with what the operation takes, and is there once it is active', async () => {
    let looks = 0
    answers = ({ operation }) =>
      operation === 'DescribeTable'
        ? described({ TableStatus: ++looks < 3 ? 'CREATING' : 'ACTIVE', LatestStreamArn: 'arn:s' })
        : { body: {} }
    const properties = {
      ...KEYS,
      TableName: 'items',
      ProvisionedThroughput: { ReadCapacityUnits: '5', WriteCapacityUnits: 5 },
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: 'true' },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }
    expect(await create(TABLE, properties)).toEqual({
      result: { physicalId: 'items', attributes: { Arn: 'arn:t', StreamArn: 'arn:s' } },
    })
    expect(called[0]).toEqual({
      service: 'dynamodb',
      operation: 'CreateTable',
      input: {
        ...KEYS,
        TableName: 'items',
        ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
      },
    })
    expect(called.at(-1)?.input).toEqual({
      TableName: 'items',
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    })
  })

  it('that is there already is refused, unless its name is of CloudFormation’s making', async () => {
    answers = ({ operation }) => (operation === 'CreateTable' ? refused('ResourceInUseException') : described())
    expect(await create(TABLE, { ...KEYS, TableName: 'items' })).toEqual({
      failure: 'no (Service: dynamodb, Status Code: 400, Error Code: ResourceInUseException)',
    })
    expect(await create(TABLE, KEYS)).toMatchObject({ result: { attributes: { Arn: 'arn:t' } } })
  })

  it('is changed in place, one index at a time', async () => {
    answers = ({ operation }) => (operation === 'DescribeTable' ? described() : { body: {} })
    const index = (IndexName: string) => ({ IndexName, KeySchema: [], Projection: { ProjectionType: 'ALL' } })
    const old = { ...KEYS, BillingMode: 'PAY_PER_REQUEST', GlobalSecondaryIndexes: [index('a'), index('b')] }
    const wanted = { ...KEYS, DeletionProtectionEnabled: true, GlobalSecondaryIndexes: [index('b'), index('c')] }
    const previous = { physicalId: 'items', attributes: { Arn: 'arn:t' }, properties: old }
    await update(TABLE, { ...wanted, BillingMode: 'PAY_PER_REQUEST', Tags: [{ Key: 'k', Value: 'v' }] }, previous)
    const changes = called.filter(({ operation }) => operation === 'UpdateTable')
    expect(changes.map(({ input: { TableName: _, AttributeDefinitions: __, ...rest } }) => rest)).toEqual([
      { DeletionProtectionEnabled: true },
      { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'a' } }] },
      { GlobalSecondaryIndexUpdates: [{ Create: index('c') }] },
    ])
    expect(called.find(({ operation }) => operation === 'TagResource')?.input).toEqual({
      ResourceArn: 'arn:t',
      Tags: [{ Key: 'k', Value: 'v' }],
    })
    expect(typeOf(TABLE).replaceOn).toContain('KeySchema')
  })

  it('is gone once nobody finds it, and when it was gone before', async () => {
    let looks = 0
    answers = ({ operation }) =>
      operation === 'DescribeTable' && ++looks > 2 ? refused('ResourceNotFoundException') : described()
    const previous = { physicalId: 'items', attributes: {}, properties: KEYS }
    expect(await remove(TABLE, previous)).toMatchObject({ result: { physicalId: 'items' } })
    answers = () => refused('ResourceNotFoundException')
    expect(await remove(TABLE, previous)).toMatchObject({ result: { physicalId: 'items' } })
    called = []
    await remove(TABLE, { ...previous, physicalId: '' })
    expect(called).toEqual([])
  })

  it('names what nobody looks at', () => {
    expect(typeOf(TABLE).refusals?.({ ...KEYS, ImportSourceSpecification: {} })).toEqual([
      { feature: 'AWS::DynamoDB::Table: ImportSourceSpecification', recordable: undefined },
    ])
  })
})

describe('queues', () => {
  describe(GLOBAL_TABLE, () => {
    const GLOBAL = { ...KEYS, Replicas: [{ Region: HOME.region }] }

    it('in one region is the table that its replica is', async () => {
      answers = ({ operation }) => (operation === 'DescribeTable' ? described({ TableId: 'id-1' }) : { body: {} })
      const index = { IndexName: 'byName', KeySchema: [], Projection: { ProjectionType: 'ALL' } }
      const properties = {
        ...KEYS,
        BillingMode: 'PROVISIONED',
        TableName: 'items',
        SSESpecification: { SSEEnabled: true },
        GlobalSecondaryIndexes: [
          {
            ...index,
            WriteProvisionedThroughputSettings: {
              WriteCapacityAutoScalingSettings: { MinCapacity: 2, MaxCapacity: 9 },
            },
          },
        ],
        WriteProvisionedThroughputSettings: {
          WriteCapacityAutoScalingSettings: { MinCapacity: 1, MaxCapacity: 10, SeedCapacity: '4' },
        },
        Replicas: [
          {
            Region: HOME.region,
            DeletionProtectionEnabled: 'true',
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
            ReadProvisionedThroughputSettings: { ReadCapacityUnits: 5 },
            GlobalSecondaryIndexes: [
              { IndexName: 'byName', ReadProvisionedThroughputSettings: { ReadCapacityUnits: 3 } },
            ],
            TableClass: 'STANDARD',
            Tags: [{ Key: 'k', Value: 'v' }],
          },
        ],
      }
      expect(await create(GLOBAL_TABLE, properties)).toEqual({
        result: { physicalId: 'items', attributes: { Arn: 'arn:t', TableId: 'id-1' } },
      })
      expect(called[0]?.input).toEqual({
        ...KEYS,
        BillingMode: 'PROVISIONED',
        TableName: 'items',
        DeletionProtectionEnabled: true,
        ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 4 },
        GlobalSecondaryIndexes: [{ ...index, ProvisionedThroughput: { ReadCapacityUnits: 3, WriteCapacityUnits: 2 } }],
        TableClass: 'STANDARD',
        Tags: [{ Key: 'k', Value: 'v' }],
      })
    })

    it('is made where its stack is', async () => {
      expect(await create(GLOBAL_TABLE, { ...KEYS, Replicas: [{ Region: 'mars-north-1' }] })).toMatchObject({
        failure: expect.stringContaining('Replicas has to have one in'),
      })
      expect(called).toEqual([])
    })

    it('on demand takes limits, of the whole or of the replica', async () => {
      answers = ({ operation }) => (operation === 'DescribeTable' ? described() : { body: {} })
      const onDemand = {
        ...GLOBAL,
        BillingMode: 'PAY_PER_REQUEST',
        ReadOnDemandThroughputSettings: { MaxReadRequestUnits: 7 },
        WriteOnDemandThroughputSettings: { MaxWriteRequestUnits: '8' },
      }
      await create(GLOBAL_TABLE, onDemand)
      expect(called[0]?.input).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        OnDemandThroughput: { MaxReadRequestUnits: 7, MaxWriteRequestUnits: 8 },
      })
      expect(called[0]?.input).not.toHaveProperty('Replicas')
    })

    it('is changed and removed as a table', async () => {
      answers = ({ operation }) => (operation === 'DescribeTable' ? described() : { body: {} })
      const previous = { physicalId: 'items', attributes: { Arn: 'arn:t' }, properties: GLOBAL }
      const Replicas = [
        { Region: HOME.region, TableClass: 'STANDARD_INFREQUENT_ACCESS', Tags: [{ Key: 'k', Value: 'v' }] },
      ]
      await update(GLOBAL_TABLE, { ...GLOBAL, Replicas }, previous)
      expect(called.find(({ operation }) => operation === 'UpdateTable')?.input).toEqual({
        TableName: 'items',
        TableClass: 'STANDARD_INFREQUENT_ACCESS',
      })
      expect(operations()).toContain('TagResource')
      answers = () => refused('ResourceNotFoundException')
      expect(await remove(GLOBAL_TABLE, previous)).toMatchObject({ result: { physicalId: 'items' } })
    })

    it('in several regions is refused by name, and so is what nobody looks at', () => {
      const refusals = (properties: JsonObject) =>
        typeOf(GLOBAL_TABLE)
          .refusals?.(properties)
          .map(({ feature }) => feature)
      expect(refusals({ ...GLOBAL, Replicas: [{ Region: HOME.region }, { Region: 'eu-west-1', New: 1 }] })).toEqual([
        'AWS::DynamoDB::GlobalTable: Replicas in several regions',
        'AWS::DynamoDB::GlobalTable: Replicas.New',
      ])
      expect(refusals({ ...GLOBAL, MultiRegionConsistency: 'STRONG' })).toEqual([
        'AWS::DynamoDB::GlobalTable: MultiRegionConsistency',
      ])
      expect(refusals(GLOBAL)).toEqual([])
    })
  })

  const QUEUE = 'AWS::SQS::Queue'

  it('are made with attributes as texts, and a name that fits', async () => {
    answers = ({ operation }) =>
      operation === 'CreateQueue' ? { body: { QueueUrl: 'http://q' } } : { body: { Attributes: { QueueArn: 'arn:q' } } }
    const made = await create(QUEUE, { FifoQueue: true, VisibilityTimeout: 60, RedrivePolicy: { maxReceiveCount: 3 } })
    expect(called[0]?.input).toEqual({
      QueueName: expect.stringMatching(/\.fifo$/),
      Attributes: { FifoQueue: 'true', VisibilityTimeout: '60', RedrivePolicy: '{"maxReceiveCount":3}' },
    })
    expect(made).toMatchObject({
      result: { physicalId: 'http://q', attributes: { Arn: 'arn:q', QueueUrl: 'http://q' } },
    })
  })

  it('get the values of AWS back for what a template says no more', async () => {
    const previous = { physicalId: 'http://q', attributes: {}, properties: { VisibilityTimeout: 60, DelaySeconds: 5 } }
    await update(QUEUE, { DelaySeconds: 6 }, previous)
    expect(called).toMatchObject([{ input: { Attributes: { VisibilityTimeout: '30', DelaySeconds: '6' } } }])
  })

  it('that are gone are removed, whatever the emulator calls it', async () => {
    const previous = { physicalId: 'http://q', attributes: {}, properties: {} }
    for (const code of ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue']) {
      answers = () => refused(code)
      expect(await remove(QUEUE, previous)).toMatchObject({ result: {} })
    }
    answers = () => refused('AccessDenied')
    expect(await remove(QUEUE, previous)).toMatchObject({ failure: expect.stringContaining('AccessDenied') })
  })

  it('have the policy that a template gives them', async () => {
    const properties = { PolicyDocument: { Statement: [] }, Queues: ['http://a', 'http://b'] }
    await create('AWS::SQS::QueuePolicy', properties)
    expect(called.map(({ input }) => input)).toEqual([
      { QueueUrl: 'http://a', Attributes: { Policy: '{"Statement":[]}' } },
      { QueueUrl: 'http://b', Attributes: { Policy: '{"Statement":[]}' } },
    ])
  })
})

describe('topics', () => {
  const TOPIC = 'AWS::SNS::Topic'
  const xml = (operation: string, content: string) =>
    `<${operation}Response><${operation}Result>${content}</${operation}Result></${operation}Response>`

  it('are made in a form, with those who subscribe', async () => {
    answers = ({ operation }) => ({
      body: xml(operation, operation === 'CreateTopic' ? '<TopicArn>arn:n</TopicArn>' : ''),
    })
    const properties = {
      TopicName: 'news',
      DisplayName: 'News',
      Tags: [{ Key: 'k', Value: 'v' }],
      Subscription: [{ Protocol: 'sqs', Endpoint: 'arn:q' }],
    }
    expect(await create(TOPIC, properties)).toEqual({
      result: { physicalId: 'arn:n', attributes: { TopicArn: 'arn:n', TopicName: 'news' } },
    })
    expect(called.map(({ input }) => input)).toMatchObject([
      {
        Version: '2010-03-31',
        Name: 'news',
        'Attributes.entry.1.key': 'DisplayName',
        'Attributes.entry.1.value': 'News',
        'Tags.member.1.Key': 'k',
      },
      { TopicArn: 'arn:n', Protocol: 'sqs', Endpoint: 'arn:q' },
    ])
  })

  it('lose whom a template does not name any more', async () => {
    const member =
      '<member><SubscriptionArn>arn:s</SubscriptionArn><Protocol>sqs</Protocol><Endpoint>a</Endpoint></member>'
    answers = ({ operation }) => ({
      body: xml(operation, `<Subscriptions>${member}</Subscriptions>`),
    })
    const previous = {
      physicalId: 'arn:n',
      attributes: {},
      properties: { Subscription: [{ Protocol: 'sqs', Endpoint: 'a' }] },
    }
    await update(TOPIC, {}, previous)
    expect(operations()).toEqual(['ListSubscriptionsByTopic', 'Unsubscribe'])
    expect(called[1]?.input.SubscriptionArn).toBe('arn:s')
  })

  it('have subscriptions of their own, with filters as JSON', async () => {
    answers = ({ operation }) => ({ body: xml(operation, '<SubscriptionArn>arn:s</SubscriptionArn>') })
    const properties = { TopicArn: 'arn:n', Protocol: 'sqs', Endpoint: 'arn:q', FilterPolicy: { a: ['b'] } }
    expect(await create('AWS::SNS::Subscription', properties)).toMatchObject({ result: { physicalId: 'arn:s' } })
    expect(called[0]?.input).toMatchObject({
      ReturnSubscriptionArn: 'true',
      'Attributes.entry.1.key': 'FilterPolicy',
      'Attributes.entry.1.value': '{"a":["b"]}',
    })
  })

  it('refuse in a form, too', async () => {
    answers = () => ({
      status: 400,
      body: '<ErrorResponse><Error><Code>InvalidParameter</Code><Message>bad name</Message></Error></ErrorResponse>',
    })
    expect(await create(TOPIC, { TopicName: '!' })).toEqual({
      failure: 'bad name (Service: sns, Status Code: 400, Error Code: InvalidParameter)',
    })
  })
})

it('an emulator that does not answer fails the resource in the words for it', async () => {
  answers = () => {
    throw new AwsError('ServiceUnavailable', 'sqs is forwarded to nowhere', { status: 503 })
  }
  expect(await create('AWS::SQS::Queue', {})).toEqual({ failure: 'sqs is forwarded to nowhere' })
})

it('a service that is not forwarded has no types', () => {
  expect(
    forwardedTypes(new Map([['kinesis', ADDRESS]]), {
      sleep: async () => {},
      others: { pass: async () => ({ status: 200, body: '' }) },
    }),
  ).toEqual([])
})

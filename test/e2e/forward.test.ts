import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetRestApisCommand } from '@aws-sdk/client-api-gateway'
import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ListTablesCommand,
  ListTagsOfResourceCommand,
} from '@aws-sdk/client-dynamodb'
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns'
import { GetQueueAttributesCommand, ListQueuesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CdkTarget, cdk, fixtureApp } from '../support/cdk.ts'
import { awsClients } from '../support/clients.ts'
import { type MotoServer, startMotoServer } from '../support/moto-server.ts'
import { motoServerPath } from '../support/paths.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'
import { type Outputs, readOutputs } from '../support/stack-outputs.ts'
import { until } from '../support/until.ts'

const STACK = 'ItemsStack'
/** moto's own, whoever asks. */
const ACCOUNT = '123456789012'
const SERVICES = ['dynamodb', 'sqs', 'sns']

const isMissing = !existsSync(motoServerPath)
if (isMissing) console.warn(`skipped: there is no ${motoServerPath}; npm test installs it`)

// Each step goes on from the one before it. The table, the queues and the topic are another emulator's.
describe.skipIf(isMissing)('an app of the CDK with a table, a topic and queues', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-forward-'))
  let moto: MotoServer
  let sallyport: SallyportProcess
  let target: CdkTarget
  let outputs: Outputs
  let config: ConstructorParameters<typeof DynamoDBClient>[0] & object

  beforeAll(async () => {
    moto = await startMotoServer()
    const args = SERVICES.flatMap((service) => ['--forward', `${service}=${moto.origin}`])
    sallyport = await startSallyport({ args })
    target = { origin: sallyport.origin, region: 'us-east-1', account: ACCOUNT, out: join(folder, 'cdk.out') }
    config = {
      endpoint: sallyport.origin,
      region: 'us-east-1',
      credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'test' },
    }
  })
  afterAll(async () => {
    await sallyport?.stop()
    await moto?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function succeeds(...args: string[]): Promise<string> {
    const { code, output } = await cdk(target, [...args, '--app', fixtureApp('items-app')])
    expect(code, output).toBe(0)
    return output
  }

  async function item(id: string, init?: RequestInit): Promise<[number, string]> {
    const { items = [] } = await awsClients(target).apiGateway.send(new GetRestApisCommand({}))
    const response = await fetch(`${sallyport.origin}/_aws/execute-api/${items[0]?.id}/prod/items/${id}`, init)
    return [response.status, await response.text()]
  }

  it('is deployed: the other emulator has what the stack says', async () => {
    await succeeds('bootstrap', `aws://${ACCOUNT}/us-east-1`)
    await succeeds('deploy', '--require-approval', 'never')
    outputs = await readOutputs(awsClients(target).cloudFormation, STACK)
    const { TableName, TableArn, StreamArn, QueueUrl, QueueArn } = outputs
    const dynamodb = new DynamoDBClient(config)
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }))
    expect(Table).toMatchObject({
      TableArn,
      LatestStreamArn: StreamArn,
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    })
    const { TimeToLiveDescription } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }))
    expect(TimeToLiveDescription).toMatchObject({ AttributeName: 'expires', TimeToLiveStatus: 'ENABLED' })
    const { Table: notes } = await dynamodb.send(new DescribeTableCommand({ TableName: outputs.NotesName }))
    expect(notes).toMatchObject({ TableArn: outputs.NotesArn, BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' } })
    const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] })
    const { Attributes } = await new SQSClient(config).send(asked)
    expect(Attributes).toMatchObject({ QueueArn, VisibilityTimeout: '60' })
    expect(JSON.parse(Attributes?.RedrivePolicy ?? '{}')).toMatchObject({ maxReceiveCount: 3 })
    expect(Attributes?.Policy).toContain('sqs:SendMessage')
  })

  it('keeps what its function is given, reads it without one, and tells others of it', async () => {
    expect(await item('7', { method: 'PUT', body: 'Ann' })).toEqual([201, ''])
    expect(await item('7')).toEqual([200, 'Ann'])
    const sqs = new SQSClient(config)
    const { QueueUrl } = outputs
    let texts: (string | undefined)[] = []
    await until('the message', async () => {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }))
      texts = Messages.map(({ Body }) => Body)
      return texts.length > 0
    })
    expect(texts).toEqual(['7 is Ann'])
  })

  it('is changed in place', async () => {
    await succeeds('deploy', '--require-approval', 'never', '-c', 'stage=second')
    const { TableName, NotesName, NotesArn, QueueUrl } = outputs
    const dynamodb = new DynamoDBClient(config)
    const { Table: notes } = await dynamodb.send(new DescribeTableCommand({ TableName: NotesName }))
    expect(notes?.GlobalSecondaryIndexes).toMatchObject([{ IndexName: 'byDay', IndexStatus: 'ACTIVE' }])
    const { Tags } = await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: NotesArn }))
    expect(Tags).toContainEqual({ Key: 'stage', Value: 'second' })
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }))
    expect(Table?.GlobalSecondaryIndexes).toMatchObject([{ IndexName: 'byName', IndexStatus: 'ACTIVE' }])
    expect(await item('7')).toEqual([200, 'Ann'])
    const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['VisibilityTimeout'] })
    expect((await new SQSClient(config).send(asked)).Attributes).toEqual({ VisibilityTimeout: '90' })
  })

  it('is destroyed, and leaves nothing there', async () => {
    await succeeds('destroy', '--force')
    expect((await new DynamoDBClient(config).send(new ListTablesCommand({}))).TableNames).toEqual([])
    expect((await new SQSClient(config).send(new ListQueuesCommand({}))).QueueUrls ?? []).toEqual([])
    expect((await new SNSClient(config).send(new ListTopicsCommand({}))).Topics ?? []).toEqual([])
  })

  it('fails where the other emulator is gone, by its address', async () => {
    await moto.stop()
    const { code, output } = await cdk(target, [
      'deploy',
      '--require-approval',
      'never',
      '--app',
      fixtureApp('items-app'),
    ])
    expect(code).toBe(1)
    expect(output).toContain(`is forwarded to ${moto.origin}/, which does not answer`)
  })
})

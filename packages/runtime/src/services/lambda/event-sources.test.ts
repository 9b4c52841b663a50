import { afterEach, beforeEach, expect, it } from 'vitest'
import { startLambda, type TestLambda } from './lambda.harness.ts'

const QUEUE = 'arn:aws:sqs:eu-west-1:111111111111:q'
const TABLE = 'arn:aws:dynamodb:eu-west-1:111111111111:table/t/stream/2025-11-25T02:47:00.000'
const STREAM = 'arn:aws:kinesis:eu-west-1:111111111111:stream/s'

let lambda: TestLambda
beforeEach(async () => {
  lambda = await startLambda()
  await lambda.create('fn')
})
afterEach(() => lambda.close())

const map = (EventSourceArn: string, more = {}) =>
  lambda.call('CreateEventSourceMapping', { FunctionName: 'fn', EventSourceArn, ...more })
const invalid = (message: string) => ({ code: 'InvalidParameterValueException', message, members: { Type: 'User' } })

it('a queue has few settings', async () => {
  const { UUID, EventSourceMappingArn, LastModified, ...settings } = await map(QUEUE)
  expect(EventSourceMappingArn).toBe(`arn:aws:lambda:eu-west-1:111111111111:event-source-mapping:${UUID}`)
  expect(LastModified).toEqual(new Date(Date.UTC(2030, 0, 1)))
  expect(settings).toEqual({
    BatchSize: 10,
    EventSourceArn: QUEUE,
    FunctionArn: 'arn:aws:lambda:eu-west-1:111111111111:function:fn',
    FunctionResponseTypes: [],
    MaximumBatchingWindowInSeconds: 0,
    State: 'Creating',
    StateTransitionReason: 'USER_INITIATED',
  })
})

it.each([TABLE, STREAM])('a stream has more: %s', async (source) => {
  expect(await map(source, { StartingPosition: 'LATEST', FilterCriteria: { Filters: [] } })).toEqual({
    UUID: expect.any(String),
    EventSourceMappingArn: expect.any(String),
    LastModified: expect.any(Date),
    BatchSize: 100,
    BisectBatchOnFunctionError: false,
    DestinationConfig: { OnFailure: {} },
    EventSourceArn: source,
    FunctionArn: 'arn:aws:lambda:eu-west-1:111111111111:function:fn',
    FunctionResponseTypes: [],
    LastProcessingResult: 'No records processed',
    MaximumBatchingWindowInSeconds: 0,
    MaximumRecordAgeInSeconds: -1,
    MaximumRetryAttempts: -1,
    ParallelizationFactor: 1,
    StartingPosition: 'LATEST',
    State: 'Creating',
    StateTransitionReason: 'User action',
    TumblingWindowInSeconds: 0,
  })
})

it('what does not fit the source is told before a function that is missing', async () => {
  const FunctionName = 'none'
  const DestinationConfig = { OnSuccess: { Destination: QUEUE } }
  await expect(map(QUEUE, { FunctionName, DestinationConfig })).rejects.toMatchObject(
    invalid('Unsupported DestinationConfig parameter for given event source mapping type.'),
  )
  await expect(map(STREAM, { FunctionName })).rejects.toMatchObject(
    invalid(
      "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
    ),
  )
  await expect(map(TABLE, { FunctionName, StartingPosition: 'AT_TIMESTAMP' })).rejects.toMatchObject(
    invalid(`Unsupported starting position for arn type: ${TABLE}`),
  )
  await expect(map(QUEUE, { FunctionName })).rejects.toMatchObject(invalid('Function does not exist'))
})

it.each([
  'null',
  '"simple string"',
  '{"eventSource": "aws:sqs"}',
  '{"eventSource": []}',
  '[{"eventName": ["INSERT"=123}]',
])('refuses the pattern %s', async (Pattern) => {
  await expect(map(QUEUE, { FilterCriteria: { Filters: [{ Pattern }] } })).rejects.toMatchObject(
    invalid('Invalid filter pattern definition.'),
  )
})

it('a large batch waits, also when it is changed', async () => {
  const said = invalid(
    'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
  )
  await expect(map(QUEUE, { BatchSize: 11 })).rejects.toMatchObject(said)
  const { UUID = '' } = await map(QUEUE)
  await expect(lambda.call('UpdateEventSourceMapping', { UUID, BatchSize: 11 })).rejects.toMatchObject(said)
  const changed = { UUID, BatchSize: 11, MaximumBatchingWindowInSeconds: 1 }
  expect(await lambda.call('UpdateEventSourceMapping', changed)).toMatchObject({ BatchSize: 11, State: 'Updating' })
})

it('says that a mapping is being disabled, and enabled', async () => {
  const { UUID = '' } = await map(QUEUE)
  const change = (Enabled: boolean) => lambda.call('UpdateEventSourceMapping', { UUID, Enabled })
  expect(await change(false)).toMatchObject({ State: 'Disabling' })
  expect(await lambda.call('GetEventSourceMapping', { UUID })).toMatchObject({ State: 'Disabled' })
  expect(await change(true)).toMatchObject({ State: 'Enabling' })
})

it('a source is mapped to a function once', async () => {
  const { UUID } = await map(QUEUE)
  await expect(map(QUEUE)).rejects.toMatchObject({
    code: 'ResourceConflictException',
    message: `An event source mapping with SQS arn (" ${QUEUE} ") and function (" fn ") already exists. Please update or delete the existing mapping with UUID ${UUID}`,
  })
  const stream = await map(STREAM, { StartingPosition: 'LATEST' })
  await expect(map(STREAM, { StartingPosition: 'LATEST' })).rejects.toMatchObject({
    message: `The event source arn (" ${STREAM} ") and function (" fn ") provided mapping already exists. Please update or delete the existing mapping with UUID ${stream.UUID}`,
  })
})

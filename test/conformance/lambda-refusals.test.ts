import {
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  GetFunctionCommand,
  GetProvisionedConcurrencyConfigCommand,
  PutFunctionEventInvokeConfigCommand,
  PutProvisionedConcurrencyConfigCommand,
  TagResourceCommand,
} from '@aws-sdk/client-lambda'
import { expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { functionsOf } from '../support/functions.ts'

const ACCOUNT = '333300000061'
const { lambda } = awsClients({ origin: inject('origin'), account: ACCOUNT })
const { create } = functionsOf(lambda, ACCOUNT)
const ECHO = 'exports.handler = async (event) => event'

it('a name that no function can have is one that none has', async () => {
  const FunctionName = 'a'.repeat(65)
  await expect(lambda.send(new GetFunctionCommand({ FunctionName }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: `Function not found: arn:aws:lambda:us-east-1:${ACCOUNT}:function:${FunctionName}`,
  })
})

it('the weight of an alias is refused with its bounds', async () => {
  const FunctionName = await create(ECHO)
  const RoutingConfig = { AdditionalVersionWeights: { '2': -1 } }
  await expect(
    lambda.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1', RoutingConfig })),
  ).rejects.toMatchObject({
    name: 'ValidationException',
    message:
      "1 validation error detected: Value '{2=-1.0}' at 'routingConfig.additionalVersionWeights' failed to satisfy " +
      'constraint: Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must ' +
      'have value greater than or equal to 0.0, Member must not be null]',
  })
})

it('concurrency is provisioned for what is published, and is missed where an alias is', async () => {
  const FunctionName = await create(ECHO)
  const get = (Qualifier: string) =>
    lambda.send(new GetProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier }))
  await expect(get('$LATEST')).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message: 'The function resource provided must be an alias or a published version.',
  })
  await expect(get('none')).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: `Cannot find alias arn: arn:aws:lambda:us-east-1:${ACCOUNT}:function:${FunctionName}:none`,
  })
  await expect(
    lambda.send(
      new PutProvisionedConcurrencyConfigCommand({
        FunctionName,
        Qualifier: '$LATEST',
        ProvisionedConcurrentExecutions: 1,
      }),
    ),
  ).rejects.toMatchObject({
    message: 'Provisioned Concurrency Configs cannot be applied to unpublished function versions.',
  })
})

it('what takes no events is no destination', async () => {
  const FunctionName = await create(ECHO)
  const Destination = `arn:aws:iam:us-east-1:${ACCOUNT}:role/r`
  await expect(
    lambda.send(
      new PutFunctionEventInvokeConfigCommand({ FunctionName, DestinationConfig: { OnFailure: { Destination } } }),
    ),
  ).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message: `The provided destination config DestinationConfig(onSuccess=null, onFailure=OnFailure(destination=${Destination})) is invalid.`,
  })
})

it('no tags at all cannot be added', async () => {
  const Resource = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:${await create(ECHO)}`
  await expect(lambda.send(new TagResourceCommand({ Resource, Tags: {} }))).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message: 'An error occurred and the request cannot be processed.',
  })
})

it('a mapping has the defaults of its source, and is made once', async () => {
  const FunctionName = await create(ECHO)
  const EventSourceArn = `arn:aws:sqs:us-east-1:${ACCOUNT}:q`
  const map = (more = {}) => lambda.send(new CreateEventSourceMappingCommand({ FunctionName, EventSourceArn, ...more }))
  const { UUID, StateTransitionReason, FunctionResponseTypes, BatchSize } = await map()
  expect([BatchSize, FunctionResponseTypes, StateTransitionReason]).toEqual([10, [], 'USER_INITIATED'])
  await expect(map()).rejects.toMatchObject({
    name: 'ResourceConflictException',
    message: `An event source mapping with SQS arn (" ${EventSourceArn} ") and function (" ${FunctionName} ") already exists. Please update or delete the existing mapping with UUID ${UUID}`,
  })
  const stream = `arn:aws:kinesis:us-east-1:${ACCOUNT}:stream/s`
  await expect(map({ EventSourceArn: stream })).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message:
      "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
  })
})

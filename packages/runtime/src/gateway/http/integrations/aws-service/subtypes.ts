import type { JsonValue } from '../../../../kernel/json.ts'

/** An operation of a service that a route calls without a function. */
export interface Subtype {
  /** The first label of its host names; signatures name it so, too. */
  readonly service: string
  /** Of the header that names the operation. */
  readonly target: string
  readonly contentType: string
  /** By the names of the integration's `requestParameters`, without `Region`. */
  readonly parameters: Readonly<Record<string, Parameter>>
  /** What the operation gets of the values that there are. */
  readonly input: (members: Members) => JsonValue
}

interface Parameter {
  readonly isRequired: boolean
  /** As the operation spells it. */
  readonly member: string
  /** Undefined where the text means nothing. */
  readonly read: (text: string) => JsonValue | undefined
}

type Members = { readonly [member: string]: JsonValue }

/** Documented: http-api-develop-integrations-aws-services-reference. */
export const SUBTYPES: Readonly<Record<string, Subtype>> = {
  'EventBridge-PutEvents': {
    service: 'events',
    target: 'AWSEvents.PutEvents',
    contentType: 'application/x-amz-json-1.1',
    parameters: {
      ...required('Detail', 'DetailType', 'Source'),
      ...optional('EventBusName', 'TraceHeader'),
      Time: { ...parameter('Time', false), read: seconds },
      Resources: { ...parameter('Resources', false), read: json },
    },
    input: (entry) => ({ Entries: [entry] }),
  },
  'Kinesis-PutRecord': {
    service: 'kinesis',
    target: 'Kinesis_20131202.PutRecord',
    contentType: 'application/x-amz-json-1.1',
    parameters: {
      ...required('StreamName', 'PartitionKey'),
      ...optional('SequenceNumberForOrdering', 'ExplicitHashKey'),
      Data: { ...parameter('Data', true), read: (text) => Buffer.from(text).toString('base64') },
    },
    input: (members) => members,
  },
  'SQS-SendMessage': queue('SendMessage', {
    ...required('MessageBody'),
    ...optional('MessageDeduplicationId', 'MessageGroupId'),
    DelaySeconds: { ...parameter('DelaySeconds', false), read: integer },
    MessageAttributes: { ...parameter('MessageAttributes', false), read: json },
    MessageSystemAttributes: { ...parameter('MessageSystemAttributes', false), read: json },
  }),
  'SQS-ReceiveMessage': queue('ReceiveMessage', {
    ...optional('ReceiveRequestAttemptId'),
    AttributeNames: { ...parameter('AttributeNames', false), read: json },
    MessageAttributeNames: { ...parameter('MessageAttributeNames', false), read: json },
    MaxNumberOfMessages: { ...parameter('MaxNumberOfMessages', false), read: integer },
    VisibilityTimeout: { ...parameter('VisibilityTimeout', false), read: integer },
    WaitTimeSeconds: { ...parameter('WaitTimeSeconds', false), read: integer },
  }),
  'SQS-DeleteMessage': queue('DeleteMessage', required('ReceiptHandle')),
  'SQS-PurgeQueue': queue('PurgeQueue', {}),
  'StepFunctions-StartExecution': stateMachine('StartExecution', {
    StateMachineArn: parameter('stateMachineArn', true),
    Name: parameter('name', false),
    Input: parameter('input', false),
  }),
  'StepFunctions-StartSyncExecution': stateMachine('StartSyncExecution', {
    StateMachineArn: parameter('stateMachineArn', true),
    Name: parameter('name', false),
    Input: parameter('input', false),
    TraceHeader: parameter('traceHeader', false),
  }),
  'StepFunctions-StopExecution': stateMachine('StopExecution', {
    ExecutionArn: parameter('executionArn', true),
    Cause: parameter('cause', false),
    Error: parameter('error', false),
  }),
}

/** Documented there, too; its operation is called by a path, and is not known here. */
export const UNKNOWN_SUBTYPES: ReadonlySet<string> = new Set(['AppConfig-GetConfiguration'])

function stateMachine(operation: string, parameters: Subtype['parameters']): Subtype {
  return {
    service: 'states',
    target: `AWSStepFunctions.${operation}`,
    contentType: 'application/x-amz-json-1.0',
    parameters,
    input: (members) => members,
  }
}

function queue(operation: string, parameters: Subtype['parameters']): Subtype {
  return {
    service: 'sqs',
    target: `AmazonSQS.${operation}`,
    contentType: 'application/x-amz-json-1.0',
    parameters: { ...required('QueueUrl'), ...parameters },
    input: (members) => members,
  }
}

function required(...names: readonly string[]): Subtype['parameters'] {
  return Object.fromEntries(names.map((name) => [name, parameter(name, true)]))
}

function optional(...names: readonly string[]): Subtype['parameters'] {
  return Object.fromEntries(names.map((name) => [name, parameter(name, false)]))
}

function parameter(member: string, isRequired: boolean): Parameter {
  return { member, isRequired, read: (text) => text }
}

function integer(text: string): number | undefined {
  return /^-?\d{1,9}$/.test(text) ? Number(text) : undefined
}

/** A time as the operation's protocol writes it. */
function seconds(text: string): number | undefined {
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? undefined : ms / 1000
}

function json(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined
  }
}

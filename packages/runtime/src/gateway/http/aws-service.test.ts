import { describe, expect, it } from 'vitest'
import { httpDefinitionChecks } from './checks.ts'
import type { HttpIntegrationDefinition } from './definition.ts'
import { httpApi, startHttpApi, toFunction } from './http-api.harness.ts'

const MACHINE = 'arn:aws:states:eu-west-1:000000000000:stateMachine:m'
const credentialsArn = 'arn:aws:iam::000000000000:role/path/caller'

function starting(
  requestParameters: Readonly<Record<string, string>> | undefined,
  more: Partial<HttpIntegrationDefinition> = {},
): HttpIntegrationDefinition {
  return toFunction({
    integrationSubtype: 'StepFunctions-StartExecution',
    integrationUri: undefined,
    payloadFormatVersion: '1.0',
    credentialsArn,
    ...(requestParameters && { requestParameters }),
    ...more,
  })
}

async function called(integration: HttpIntegrationDefinition, body: string, headers: Record<string, string> = {}) {
  const served = startHttpApi(httpApi({ 'POST /start': {} }, integration), {
    backend: () => ({
      status: 400,
      headers: [['Content-Type', 'application/x-amz-json-1.0']],
      body: Buffer.from('{"__type":"InvalidArn"}'),
    }),
  })
  const response = await served.call('/start', { method: 'POST', body, headers })
  return { response, call: served.backendCalls[0] }
}

describe('a service is asked', () => {
  it('with what is mapped, as the role, and its answer is the client’s', async () => {
    const integration = starting({ StateMachineArn: MACHINE, Input: '$request.body.order', Name: '$request.header.n' })
    const { response, call } = await called(integration, '{"order":{"id":1}}')
    expect(call?.url.href).toBe('https://states.eu-west-1.amazonaws.com/')
    expect(call?.method).toBe('POST')
    // The header is not there, and its parameter is left out.
    expect(JSON.parse(String(call?.body))).toEqual({ stateMachineArn: MACHINE, input: '{"id":1}' })
    const headers = call?.rawHeaders.join('\n')
    expect(headers).toContain('X-Amz-Target\nAWSStepFunctions.StartExecution')
    expect(headers).toContain('/eu-west-1/states/aws4_request')
    expect(headers).toContain('X-Amz-Security-Token')
    expect([response.status, String(response.body)]).toEqual([400, '{"__type":"InvalidArn"}'])
    expect(response.headers).toContainEqual(['Content-Type', 'application/x-amz-json-1.0'])
  })

  it('in the Region that is named', async () => {
    const { call } = await called(starting({ StateMachineArn: MACHINE, Region: 'us-west-2' }), '')
    expect(call?.url.host).toBe('states.us-west-2.amazonaws.com')
    expect(JSON.parse(String(call?.body))).toEqual({ stateMachineArn: MACHINE })
  })

  it('not at all without what it needs', async () => {
    const { response, call } = await called(starting({ StateMachineArn: '$request.header.machine' }), '')
    expect([response.status, String(response.body), call]).toEqual([400, '{"message":"Bad Request"}', undefined])
  })

  it('not at all as somebody who is no role', async () => {
    const integration = starting({ StateMachineArn: MACHINE }, { credentialsArn: 'arn:aws:iam::*:user/*' })
    const { response, call } = await called(integration, '')
    expect([response.status, call]).toEqual([500, undefined])
  })
})

describe('an integration with a service', () => {
  it.each<[string, HttpIntegrationDefinition]>([
    ['as it should be', starting({ StateMachineArn: MACHINE, Input: '$request.body', Region: 'eu-west-1' })],
    ['whose parameters are not known yet', starting(undefined)],
    [
      'that stops',
      starting({ ExecutionArn: 'x', Cause: 'c', Error: 'e' }, { integrationSubtype: 'StepFunctions-StopExecution' }),
    ],
    [
      'that waits',
      starting(
        { StateMachineArn: MACHINE, TraceHeader: '$request.header.x-amzn-trace-id' },
        { integrationSubtype: 'StepFunctions-StartSyncExecution' },
      ),
    ],
  ])('is taken: %s', (_, definition) => {
    expect(httpDefinitionChecks.problemWithIntegration(definition)).toBeUndefined()
  })

  it.each<[string, HttpIntegrationDefinition, object]>([
    [
      'a parameter in another spelling',
      starting({ stateMachineArn: MACHINE }),
      { invalid: 'Parameter: stateMachineArn does not fit schema for Operation: StepFunctions-StartExecution.' },
    ],
    [
      'no state machine',
      starting({ Input: '{}' }),
      { invalid: 'Parameters: StateMachineArn are required for Operation: StepFunctions-StartExecution.' },
    ],
    [
      'a source that is none',
      starting({ StateMachineArn: MACHINE, Input: '$request.nothing' }),
      {
        invalid:
          'Invalid selection expression specified: Validation Result: warnings : [], errors : ' +
          '[Invalid source: $request.nothing specified for destination: Input]',
      },
    ],
    [
      'another format',
      starting({ StateMachineArn: MACHINE }, { payloadFormatVersion: '2.0' }),
      { invalid: 'PayloadFormatVersion 2.0 is not supported for Operation: StepFunctions-StartExecution.' },
    ],
    [
      'an operation that there is not',
      starting({}, { integrationSubtype: 'SQS-SendMessages' }),
      { invalid: 'Operation: SQS-SendMessages is not supported.' },
    ],
    ...Object.entries({
      'SQS-SendMessage': { forwardable: 'sqs' },
      'EventBridge-PutEvents': { forwardable: 'events' },
      'Kinesis-PutRecord': { forwardable: 'kinesis' },
      'AppConfig-GetConfiguration': {},
    }).map(([integrationSubtype, more]): [string, HttpIntegrationDefinition, object] => [
      integrationSubtype,
      starting({}, { integrationSubtype }),
      { notEmulated: `An integration with an AWS service (integrationSubtype ${integrationSubtype})`, ...more },
    ]),
  ])('is refused: %s', (_, definition, problem) => {
    expect(httpDefinitionChecks.problemWithIntegration(definition)).toEqual(problem)
  })
})

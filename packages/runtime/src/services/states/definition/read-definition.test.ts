import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../kernel/json.ts'
import { FUNCTION, only, task } from '../states.harness.ts'
import { readDefinition } from './read-definition.ts'

const read = (definition: JsonObject) => readDefinition(JSON.stringify(definition))

it('reads what the CDK writes for a provider that waits', () => {
  const definition = {
    StartAt: 'framework-isComplete-task',
    States: {
      'framework-isComplete-task': task({
        End: true,
        Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 5, MaxAttempts: 360, BackoffRate: 1 }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'framework-onTimeout-task' }],
      }),
      'framework-onTimeout-task': task({ End: true }),
    },
  }
  expect(read(definition).states['framework-isComplete-task']).toEqual({
    type: 'Task',
    functionArn: FUNCTION,
    retry: [{ errors: ['States.ALL'], intervalSeconds: 5, maxAttempts: 360, backoffRate: 1 }],
    catch: [{ errors: ['States.ALL'], next: 'framework-onTimeout-task', resultPath: [] }],
    inputPath: [],
    resultPath: [],
    outputPath: [],
  })
})

it('has the defaults of a retrier', () => {
  expect(read(only(task({ End: true, Retry: [{ ErrorEquals: ['E'] }] }))).states.A).toMatchObject({
    retry: [{ errors: ['E'], intervalSeconds: 1, maxAttempts: 3, backoffRate: 2 }],
  })
})

describe('refuses by name', () => {
  const end = { End: true }
  it.each<[string, JsonObject]>([
    ['The state type Choice of a state machine', only({ Type: 'Choice', Choices: [] })],
    ['The state type Map of a state machine', only({ Type: 'Map', ...end })],
    ['The state type Parallel of a state machine', only({ Type: 'Parallel', ...end })],
    [
      'The task resource arn:aws:states:::sqs:sendMessage of a state machine',
      only({ Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', ...end }),
    ],
    ['The field Parameters in a Task state of a state machine', only(task({ Parameters: {}, ...end }))],
    ['The field Parameters in a Pass state of a state machine', only({ Type: 'Pass', Parameters: {}, ...end })],
    ['The path $$.a (InputPath) of a state machine', only({ Type: 'Pass', InputPath: '$$.a', ...end })],
    ['The field SecondsPath in a Wait state of a state machine', only({ Type: 'Wait', SecondsPath: '$.a', ...end })],
    ['The field CausePath in a Fail state of a state machine', only({ Type: 'Fail', CausePath: '$.a' })],
    ['The path $[0] (ResultPath) of a state machine', only(task({ ResultPath: '$[0]', ...end }))],
    ['The query language JSONata of a state machine', { ...only({ Type: 'Succeed' }), QueryLanguage: 'JSONata' }],
    [
      'The jitter strategy FULL of a state machine',
      only(task({ Retry: [{ ErrorEquals: ['E'], JitterStrategy: 'FULL' }], ...end })),
    ],
  ])('%s', (feature, definition) => {
    expect(() => read(definition)).toThrow(
      expect.objectContaining({ feature, recordable: 'AWS::StepFunctions::StateMachine' }),
    )
  })
})

describe("refuses in AWS's words", () => {
  it.each<[string, string]>([
    ['no JSON', 'INVALID_JSON_DESCRIPTION: '],
    ['[]', 'SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object'],
    ['{}', 'SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /'],
    [
      JSON.stringify(only({ Type: 'Pass', Next: 'B' })),
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next",
    ],
    [JSON.stringify({ ...only({ Type: 'Succeed' }), StartAt: 'B' }), "Missing 'StartAt' target: B at /StartAt"],
    [JSON.stringify(only({ Type: 'Pass' })), 'at /States/A'],
    [JSON.stringify(only(task({ End: true, TimeoutSeconds: 0 }))), 'at /States/A/TimeoutSeconds'],
    [JSON.stringify(only(task({ End: true, TimeoutSeconds: '5' }))), 'at /States/A/TimeoutSeconds'],
    [
      JSON.stringify(only(task({ End: true, Retry: [{ ErrorEquals: ['States.ALL', 'E'] }] }))),
      'at /States/A/Retry[0]/ErrorEquals',
    ],
    [
      JSON.stringify(only(task({ End: true, Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['E'] }] }))),
      'at /States/A/Retry[0]/ErrorEquals',
    ],
  ])('%s', (text, reason) => {
    expect(() => readDefinition(text)).toThrow(
      expect.objectContaining({ code: 'InvalidDefinition', message: expect.stringContaining(reason) }),
    )
  })
})

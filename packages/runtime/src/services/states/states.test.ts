import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { instantTypeOf, resourceRequest } from '../../kernel/call.harness.ts'
import type { JsonValue } from '../../kernel/json.ts'
import { FUNCTION, only, ROLE, START, startStates, task } from './states.harness.ts'

const WAIT = only({ Type: 'Wait', Seconds: 3600, End: true })
const DONE = only({ Type: 'Succeed' })
const CHOICE = only({ Type: 'Choice', Choices: [] })
const ARN = 'arn:aws:states:eu-west-1:111111111111:stateMachine:machine'
const EXECUTION = 'arn:aws:states:eu-west-1:111111111111:execution:machine:one'

/** Pauses that do not end. */
const standstill = (_ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))

let states: Awaited<ReturnType<typeof startStates>>
beforeEach(async () => {
  states = await startStates({ sleep: standstill })
})
afterEach(async () => {
  await states.service.close?.()
  await states.store.close()
})

const start = (input?: string) =>
  states.call('StartExecution', { stateMachineArn: ARN, name: 'one', ...(input !== undefined && { input }) })

describe('a state machine', () => {
  it('is created once, described, updated, listed and deleted', async () => {
    const { call, create } = states
    expect(await create(DONE)).toBe(ARN)
    expect(await create(DONE)).toBe(ARN)
    await expect(create(WAIT)).rejects.toMatchObject({
      code: 'StateMachineAlreadyExists',
      message: `State Machine Already Exists: '${ARN}'`,
    })
    const described = {
      name: 'machine',
      status: 'ACTIVE',
      type: 'STANDARD',
      roleArn: ROLE,
      definition: JSON.stringify(DONE),
      creationDate: new Date(START),
      loggingConfiguration: { level: 'OFF', includeExecutionData: false },
    }
    expect(await call('DescribeStateMachine', { stateMachineArn: ARN })).toMatchObject(described)
    const { revisionId } = await call('UpdateStateMachine', { stateMachineArn: ARN, definition: JSON.stringify(WAIT) })
    const updated = { ...described, definition: JSON.stringify(WAIT), revisionId }
    expect(await call('DescribeStateMachine', { stateMachineArn: ARN })).toMatchObject(updated)
    await create(DONE, 'other')
    const first = await call('ListStateMachines', { maxResults: 1 })
    expect(first.stateMachines.map(({ name }) => name)).toEqual(['machine'])
    const second = await call('ListStateMachines', { maxResults: 1, nextToken: first.nextToken ?? '' })
    expect([second.stateMachines.map(({ name }) => name), second.nextToken]).toEqual([['other'], undefined])
    for (let times = 0; times < 2; times++) await call('DeleteStateMachine', { stateMachineArn: ARN })
    await expect(call('DescribeStateMachine', { stateMachineArn: ARN })).rejects.toMatchObject({
      code: 'StateMachineDoesNotExist',
      message: `State Machine Does Not Exist: '${ARN}'`,
    })
  })

  it('has tags', async () => {
    const { call, create } = states
    const resourceArn = await create(DONE)
    const tags = [
      { key: 'a', value: '1' },
      { key: 'b', value: '2' },
    ]
    await call('TagResource', { resourceArn, tags })
    await call('UntagResource', { resourceArn, tagKeys: ['a'] })
    expect(await call('ListTagsForResource', { resourceArn })).toEqual({ tags: tags.slice(1) })
    await expect(call('ListTagsForResource', { resourceArn: `${ARN}2` })).rejects.toMatchObject({
      code: 'ResourceNotFound',
    })
  })

  it.each([
    ['a name', { name: 'a b' }, 'InvalidName'],
    ['a version', { publish: true }, 'NotImplementedException'],
    ['a definition', { definition: '{}' }, 'InvalidDefinition'],
    ['a state type', { definition: JSON.stringify(CHOICE) }, 'NotImplementedException'],
  ])('is refused for %s', async (_, more, code) => {
    const input = { name: 'machine', roleArn: ROLE, definition: JSON.stringify(DONE), ...more }
    await expect(states.call('CreateStateMachine', input)).rejects.toMatchObject({ code })
  })

  it('is not changed by nothing, nor found by what is no ARN', async () => {
    await states.create(DONE)
    await expect(states.call('UpdateStateMachine', { stateMachineArn: ARN })).rejects.toMatchObject({
      code: 'MissingRequiredParameter',
    })
    await expect(states.call('DescribeStateMachine', { stateMachineArn: 'machine' })).rejects.toMatchObject({
      code: 'InvalidArn',
    })
    await expect(states.call('DescribeStateMachine', { stateMachineArn: `${ARN}:1` })).rejects.toMatchObject({
      code: 'NotImplementedException',
    })
  })
})

describe('an execution', () => {
  it('is begun once', async () => {
    await states.create(WAIT)
    const begun = await start('{"a":1}')
    expect(begun).toEqual({ executionArn: EXECUTION, startDate: new Date(START) })
    expect(await start('{"a":1}')).toEqual(begun)
    const exists = { code: 'ExecutionAlreadyExists', message: `Execution Already Exists: '${EXECUTION}'` }
    await expect(start('{}')).rejects.toMatchObject(exists)
    await states.call('StopExecution', { executionArn: EXECUTION })
    await expect(start('{"a":1}')).rejects.toMatchObject(exists)
    await expect(start('no JSON')).rejects.toMatchObject({ code: 'InvalidExecutionInput' })
  })

  it('is stopped', async () => {
    await states.create(WAIT)
    await start()
    expect(await states.describe(EXECUTION)).toMatchObject({ status: 'RUNNING', input: '{}' })
    await states.call('StopExecution', { executionArn: EXECUTION, error: 'Enough', cause: 'why' })
    await states.call('StopExecution', { executionArn: EXECUTION, error: 'Again' })
    const stopped = { status: 'ABORTED', error: 'Enough', cause: 'why', stopDate: new Date(START) }
    expect(await states.describe(EXECUTION)).toMatchObject(stopped)
    expect(await states.store.list({ kind: 'states/running-execution' })).toEqual([])
  })

  it('is listed, the youngest first', async () => {
    await states.create(WAIT)
    for (const name of ['one', 'two', 'three']) {
      await states.call('StartExecution', { stateMachineArn: ARN, name })
      states.clock.advance(1000)
    }
    await states.call('StopExecution', { executionArn: EXECUTION })
    const list = async (more: { statusFilter?: string; maxResults?: number; nextToken?: string }) => {
      const { executions, nextToken } = await states.call('ListExecutions', { stateMachineArn: ARN, ...more })
      return { names: executions.map(({ name }) => name), ...(nextToken !== undefined && { nextToken }) }
    }
    const { names, nextToken = '' } = await list({ maxResults: 2 })
    expect(names).toEqual(['three', 'two'])
    expect(await list({ maxResults: 2, nextToken })).toEqual({ names: ['one'] })
    expect(await list({ statusFilter: 'ABORTED' })).toEqual({ names: ['one'] })
  })

  it('keeps what it carries out of the database', async () => {
    await states.create(only({ Type: 'Wait', Seconds: 3600, Comment: 'sesame', End: true }))
    await start('{"a":"sesame"}')
    const stored = await Promise.all(
      ['execution', 'state-machine'].map((kind) => states.store.list({ kind: `states/${kind}` })),
    )
    expect(JSON.stringify(stored)).toContain(EXECUTION)
    expect(JSON.stringify(stored)).not.toContain('sesame')
  })

  it('ends at its next transition when its state machine is deleted, which then is gone', async () => {
    let open = () => {}
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    const busy = await startStates({ work: () => gate })
    await busy.create({ StartAt: 'A', States: { A: task({ Next: 'B' }), B: task({ End: true }) } })
    const begin = () => busy.call('StartExecution', { stateMachineArn: ARN, name: 'one' })
    await begin()
    await expect.poll(() => busy.called.length).toBe(1)
    await busy.call('DeleteStateMachine', { stateMachineArn: ARN })
    expect(await busy.call('DescribeStateMachine', { stateMachineArn: ARN })).toMatchObject({ status: 'DELETING' })
    await expect(begin()).rejects.toMatchObject({ code: 'StateMachineDeleting' })
    open()
    await expect
      .poll(() =>
        busy.call('DescribeStateMachine', { stateMachineArn: ARN }).catch(({ code }: { code: string }) => code),
      )
      .toBe('StateMachineDoesNotExist')
    await expect(busy.describe(EXECUTION)).rejects.toMatchObject({ code: 'ExecutionDoesNotExist' })
    expect(busy.called).toHaveLength(1)
    await busy.service.close?.()
    await busy.store.close()
  })

  it('of a state machine that is only recorded is refused by the name of what is not run', async () => {
    const recorded = await startStates({ record: ['AWS::StepFunctions::StateMachine'] })
    const stateMachineArn = await recorded.create(CHOICE)
    await expect(recorded.call('StartExecution', { stateMachineArn })).rejects.toMatchObject({
      code: 'NotImplementedException',
      feature: 'The state type Choice of a state machine',
    })
    await recorded.store.close()
  })
})

describe('AWS::StepFunctions::StateMachine', () => {
  const placeholder = (name: string) => `\${${name}}`

  it('is created, updated and removed', async () => {
    const type = instantTypeOf(states.service, 'AWS::StepFunctions::StateMachine')
    const request = resourceRequest(states.context)
    const template = {
      RoleArn: ROLE,
      DefinitionString: JSON.stringify(
        only(task({ Resource: placeholder('Arn'), Comment: placeholder('Other'), End: true })),
      ),
      DefinitionSubstitutions: { Arn: FUNCTION },
      Tags: [{ Key: 'a', Value: '1' }],
      LoggingConfiguration: { Level: 'ERROR', Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: 'group' } }] },
    }
    const made = await type.create(template, request)
    const arn = ARN.replace(':machine', ':stack-Logical-1A2B3C4D5E6F')
    expect(made).toEqual({
      physicalId: arn,
      attributes: { Arn: arn, Name: 'stack-Logical-1A2B3C4D5E6F', StateMachineRevisionId: 'INITIAL' },
    })
    const { definition, loggingConfiguration } = await states.call('DescribeStateMachine', { stateMachineArn: arn })
    expect(JSON.parse(definition).States.A).toMatchObject({
      Resource: FUNCTION,
      Comment: placeholder('Other'),
    })
    expect(loggingConfiguration).toMatchObject({ level: 'ERROR' })

    const next = { RoleArn: ROLE, Definition: DONE, Tags: [{ Key: 'b', Value: '2' }] }
    const previous = { ...made, properties: template }
    const updated = await type.update(next, previous, request)
    expect(updated.attributes.StateMachineRevisionId).toMatch(/^[0-9a-f-]{36}$/)
    expect(await states.call('DescribeStateMachine', { stateMachineArn: arn })).toMatchObject({
      definition: JSON.stringify(DONE),
      loggingConfiguration: { level: 'OFF' },
    })
    expect(await states.call('ListTagsForResource', { resourceArn: arn })).toEqual({
      tags: [{ key: 'b', value: '2' }],
    })
    for (let times = 0; times < 2; times++) await type.remove({ ...made, properties: next }, request)
    expect((await states.call('ListStateMachines', {})).stateMachines).toEqual([])
  })

  it('is refused by name for what it would not run, before anything is made', () => {
    const { refusals = () => [] } = instantTypeOf(states.service, 'AWS::StepFunctions::StateMachine')
    const recordable = 'AWS::StepFunctions::StateMachine'
    const choice = [{ feature: 'The state type Choice of a state machine', recordable }]
    expect(refusals({ DefinitionString: JSON.stringify(CHOICE) })).toMatchObject(choice)
    expect(refusals({ Definition: CHOICE })).toMatchObject(choice)
    const joined = (...Resource: JsonValue[]) => ({
      DefinitionString: {
        'Fn::Join': ['', ['{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"', ...Resource, '","End":true}}}']],
      },
    })
    expect(refusals(joined({ 'Fn::GetAtt': ['F', 'Arn'] }))).toEqual([])
    expect(refusals(joined('arn:', { Ref: 'AWS::Partition' }, ':states:::sqs:sendMessage'))).toMatchObject([
      { feature: 'The task resource arn:aws:states:::sqs:sendMessage of a state machine', recordable },
    ])
    expect(refusals({ DefinitionString: JSON.stringify(DONE) })).toEqual([])
    expect(refusals({ DefinitionString: 'no JSON' })).toEqual([])
    expect(refusals({ DefinitionString: { Ref: 'P' } })).toEqual([])
  })
})

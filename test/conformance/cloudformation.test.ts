import {
  CreateStackCommand,
  DescribeStackResourceCommand,
  DescribeStackResourcesCommand,
  DetectStackDriftCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import { DescribeUserPoolClientCommand, DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider'
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { protectedStack } from '../support/protected-stack.ts'
import { refusalOf } from '../support/refusal.ts'
import { outputsOf, stacksOf } from '../support/stacks.ts'
import { keysOf, tokenFor } from '../support/tokens.ts'

const origin = inject('origin')
const ACCOUNT = '777700000001'
const { cloudFormation, cognito, ssm } = awsClients({ origin, account: ACCOUNT })
const stacks = stacksOf(cloudFormation)

const parameter = (Value: unknown, more: object = {}, Name?: string) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Type: 'String', Value, ...(Name === undefined ? {} : { Name }) },
  ...more,
})
const value = async (Name: string) => (await ssm.send(new GetParameterCommand({ Name }))).Parameter?.Value

/** A changed text is a new deployment, on AWS too. */
const withoutDeployment = (ids: Record<string, string>) =>
  Object.fromEntries(Object.entries(ids).filter(([name]) => !name.startsWith('Deployment')))

describe('a stack', () => {
  it('is created, with events, resources and outputs as on AWS', async () => {
    const name = uniqueName('created')
    const template = {
      Description: 'one parameter',
      Resources: { Thing: parameter('v') },
      Outputs: { Name: { Value: { Ref: 'Thing' }, Description: 'its name' } },
    }
    const stack = await stacks.create(name, template, {
      Tags: [{ Key: 'team', Value: 'orders' }],
      ClientRequestToken: 'create-1',
    })
    expect(stack).toMatchObject({
      StackName: name,
      StackId: expect.stringMatching(`^arn:aws:cloudformation:us-east-1:${ACCOUNT}:stack/${name}/[0-9a-f-]{36}$`),
      StackStatus: 'CREATE_COMPLETE',
      Description: 'one parameter',
      DisableRollback: false,
      EnableTerminationProtection: false,
      NotificationARNs: [],
      RollbackConfiguration: {},
      DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
      Tags: [{ Key: 'team', Value: 'orders' }],
      CreationTime: expect.any(Date),
    })
    const { Name } = outputsOf(stack)
    expect(Name).toMatch(/^CFN-Thing-\w{12,13}$/)

    const events = await stacks.events(name)
    expect(events.map((event) => [event.LogicalResourceId, event.ResourceStatus, event.ResourceStatusReason])).toEqual([
      [name, 'CREATE_IN_PROGRESS', 'User Initiated'],
      ['Thing', 'CREATE_IN_PROGRESS', undefined],
      ['Thing', 'CREATE_IN_PROGRESS', 'Resource creation Initiated'],
      ['Thing', 'CREATE_COMPLETE', undefined],
      [name, 'CREATE_COMPLETE', undefined],
    ])
    expect(events.map((event) => event.PhysicalResourceId ?? '')).toEqual([
      stack.StackId,
      '',
      Name,
      Name,
      stack.StackId,
    ])
    for (const event of events) expect(event.ClientRequestToken).toBe('create-1')
    const times = events.map((event) => event.Timestamp?.getTime() ?? 0)
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b))
    expect(new Set(events.map((event) => event.EventId)).size).toBe(5)

    const named = { StackName: name }
    const { StackResourceSummaries } = await cloudFormation.send(new ListStackResourcesCommand(named))
    const { StackResources } = await cloudFormation.send(new DescribeStackResourcesCommand(named))
    const one = new DescribeStackResourceCommand({ ...named, LogicalResourceId: 'Thing' })
    const { StackResourceDetail } = await cloudFormation.send(one)
    for (const resource of [StackResourceSummaries?.[0], StackResources?.[0], StackResourceDetail]) {
      expect(resource).toMatchObject({
        LogicalResourceId: 'Thing',
        PhysicalResourceId: Name,
        ResourceType: 'AWS::SSM::Parameter',
        ResourceStatus: 'CREATE_COMPLETE',
      })
    }
    const missing = new DescribeStackResourceCommand({ ...named, LogicalResourceId: 'Other' })
    expect((await refusalOf(cloudFormation.send(missing))).message).toBe(
      `Resource Other does not exist for stack ${name}`,
    )
    const { TemplateBody } = await cloudFormation.send(new GetTemplateCommand(named))
    expect(TemplateBody).toBe(JSON.stringify(template))
  })

  it('is updated in place: nothing is replaced that need not be', async () => {
    const name = uniqueName('updated')
    const template = (minimum: number, text: string) => ({
      Resources: {
        Pool: {
          Type: 'AWS::Cognito::UserPool',
          Properties: { Policies: { PasswordPolicy: { MinimumLength: minimum } } },
        },
        Thing: parameter(text),
      },
    })
    await stacks.create(name, template(8, 'old'))
    const before = await stacks.ids(name)
    const stack = await stacks.update(name, template(12, 'new'))
    expect(stack.StackStatus).toBe('UPDATE_COMPLETE')
    expect(stack.LastUpdatedTime).toBeInstanceOf(Date)
    expect(await stacks.ids(name)).toEqual(before)
    expect(await value(before.Thing ?? '')).toBe('new')
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: before.Pool }))
    expect(UserPool?.Policies?.PasswordPolicy?.MinimumLength).toBe(12)

    expect(await refusalOf(stacks.update(name, template(12, 'new')))).toEqual({
      name: 'ValidationError',
      message: 'No updates are to be performed.',
      status: 400,
    })
    // What did not change has no event.
    await stacks.update(name, template(12, 'newer'))
    const last = (await stacks.events(name)).slice(-5).map((e) => [e.LogicalResourceId, e.ResourceStatus])
    expect(last).toEqual([
      [name, 'UPDATE_IN_PROGRESS'],
      ['Thing', 'UPDATE_IN_PROGRESS'],
      ['Thing', 'UPDATE_COMPLETE'],
      [name, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'],
      [name, 'UPDATE_COMPLETE'],
    ])
  })

  it('keeps a pool, its keys, a client’s id and secret, an API’s id and old tokens through every update', async () => {
    const name = uniqueName('kept')
    const domain = uniqueName('kept')
    await stacks.create(name, protectedStack({ domain }))
    const before = await stacks.ids(name)
    const describeClient = async () => {
      const at = { UserPoolId: before.Pool, ClientId: before.Client }
      return (await cognito.send(new DescribeUserPoolClientCommand(at))).UserPoolClient
    }
    const secret = (await describeClient())?.ClientSecret ?? ''
    const client = { domain, clientId: before.Client ?? '', clientSecret: secret }
    const keys = await keysOf(origin, before.Pool ?? '')
    const { access_token: authorization } = await tokenFor(origin, client)
    for (const change of [
      { minutes: 5 },
      { message: 'changed' },
      { scopes: ['orders/read', 'orders/write'] },
      { client: { ClientName: 'renamed', PreventUserExistenceErrors: 'ENABLED' } },
    ]) {
      const stack = await stacks.update(name, protectedStack({ domain, ...change }))
      expect(stack.StackStatus).toBe('UPDATE_COMPLETE')
      expect(withoutDeployment(await stacks.ids(name))).toEqual(withoutDeployment(before))
      expect((await describeClient())?.ClientSecret).toBe(secret)
      expect(await keysOf(origin, before.Pool ?? '')).toEqual(keys)
      expect((await tokenFor(origin, client)).expires_in).toBe((change.minutes ?? 60) * 60)
      const response = await fetch(`${origin}/_aws/execute-api/${before.Api}/prod/orders`, {
        headers: { authorization },
      })
      expect([response.status, await response.text()]).toEqual([200, change.message ?? 'hello'])
    }
  })

  it('replaces what cannot be changed: the new one first, its dependents follow, the old one goes last', async () => {
    const name = uniqueName('replaced')
    const [oldName, newName] = [uniqueName('/old'), uniqueName('/new')]
    const template = (parameterName: string) => ({
      Resources: { Thing: parameter('v', {}, parameterName), Dependent: parameter({ Ref: 'Thing' }) },
    })
    await stacks.create(name, template(oldName))
    const { Dependent = '' } = await stacks.ids(name)
    await stacks.update(name, template(newName))
    expect(await stacks.ids(name)).toEqual({ Thing: newName, Dependent })
    expect(await value(Dependent)).toBe(newName)
    expect((await refusalOf(value(oldName))).name).toBe('ParameterNotFound')
    const events = (await stacks.events(name)).map((e) => [e.LogicalResourceId, e.ResourceStatus, e.PhysicalResourceId])
    const position = (...event: string[]) => events.findIndex((e) => JSON.stringify(e) === JSON.stringify(event))
    const created = position('Thing', 'UPDATE_COMPLETE', newName)
    const followed = position('Dependent', 'UPDATE_COMPLETE', Dependent)
    const deleted = position('Thing', 'DELETE_COMPLETE', oldName)
    expect(created).toBeGreaterThan(0)
    expect([created, followed, deleted]).toEqual([created, followed, deleted].sort((a, b) => a - b))
  })
})

describe('CloudFormation refuses', () => {
  it('a second stack of the same name', async () => {
    const name = uniqueName('twice')
    const template = { Resources: { Thing: parameter('v') } }
    await stacks.create(name, template)
    expect(await refusalOf(stacks.create(name, template))).toEqual({
      name: 'AlreadyExistsException',
      message: `Stack [${name}] already exists`,
      status: 400,
    })
  })

  it('an update of a stack that does not exist, and a bad name', async () => {
    const TemplateBody = JSON.stringify({ Resources: { Thing: parameter('v') } })
    const update = cloudFormation.send(new UpdateStackCommand({ StackName: 'nobody', TemplateBody }))
    expect((await refusalOf(update)).message).toBe('Stack [nobody] does not exist')
    const create = cloudFormation.send(new CreateStackCommand({ StackName: '1_x', TemplateBody }))
    expect((await refusalOf(create)).message).toContain(
      "1 validation error detected: Value '1_x' at 'stackName' failed to satisfy constraint",
    )
    const none = cloudFormation.send(new CreateStackCommand({ StackName: 'none' }))
    expect((await refusalOf(none)).message).toBe('Either Template URL or Template Body must be specified.')
  })

  it('an operation that is not emulated, which it names', async () => {
    const refusal = await refusalOf(cloudFormation.send(new DetectStackDriftCommand({ StackName: 'any' })))
    expect(refusal).toMatchObject({ name: 'NotImplementedException', status: 400 })
    expect(refusal.message).toContain('DetectStackDrift')
  })

  it('to take over what somebody else made: a name that is taken fails, and stays whose it was', async () => {
    const Name = uniqueName('/taken')
    await ssm.send(new PutParameterCommand({ Name, Value: 'theirs', Type: 'String' }))
    const stack = await stacks.create(uniqueName('taker'), { Resources: { Thing: parameter('mine', {}, Name) } })
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE')
    expect(await value(Name)).toBe('theirs')
  })
})

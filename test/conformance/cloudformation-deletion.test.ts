import {
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ListStacksCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation'
import { DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider'
import { GetParameterCommand } from '@aws-sdk/client-ssm'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { refusalOf } from '../support/refusal.ts'
import { stacksOf } from '../support/stacks.ts'

const origin = inject('origin')
const ACCOUNT = '777700000008'
const { cloudFormation, cognito, ssm } = awsClients({ origin, account: ACCOUNT })
const stacks = stacksOf(cloudFormation)

const parameter = (Value: unknown, more: object = {}, Name?: string) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Type: 'String', Value, ...(Name === undefined ? {} : { Name }) },
  ...more,
})
const value = async (Name: string) => (await ssm.send(new GetParameterCommand({ Name }))).Parameter?.Value

describe('a stack', () => {
  it('deletes what was removed from its template, unless its policy retains it', async () => {
    const name = uniqueName('removed')
    const kept = uniqueName('/kept')
    const gone = uniqueName('/gone')
    const All = { Kept: parameter('v', { DeletionPolicy: 'Retain' }, kept), Gone: parameter('v', {}, gone) }
    await stacks.create(name, { Resources: { ...All, Stays: parameter('v') } })
    await stacks.update(name, { Resources: { Stays: parameter('v') } })
    expect(Object.keys(await stacks.ids(name))).toEqual(['Stays'])
    expect(await value(kept)).toBe('v')
    expect((await refusalOf(value(gone))).name).toBe('ParameterNotFound')
  })

  it('keeps what a replacement leaves behind, when its policy says so', async () => {
    const name = uniqueName('left')
    const [before, after] = [uniqueName('/before'), uniqueName('/after')]
    const template = (Name: string) => ({
      Resources: { Thing: parameter('v', { UpdateReplacePolicy: 'Retain' }, Name) },
    })
    await stacks.create(name, template(before))
    await stacks.update(name, template(after))
    expect([await value(before), await value(after)]).toEqual(['v', 'v'])
  })

  it('keeps with RetainExceptOnCreate what was there, and not what it fails to create', async () => {
    const kept = uniqueName('/kept')
    const Thing = parameter('v', { DeletionPolicy: 'RetainExceptOnCreate' }, kept)
    const fails = { ...parameter('x', { DependsOn: 'Thing' }, '/aws/mine') }
    const failed = await stacks.create(uniqueName('except'), { Resources: { Thing, Fails: fails } })
    expect(failed.StackStatus).toBe('ROLLBACK_COMPLETE')
    expect((await refusalOf(value(kept))).name).toBe('ParameterNotFound')
    const stack = await stacks.create(uniqueName('except'), { Resources: { Thing } })
    await stacks.delete(stack.StackName ?? '')
    expect(await value(kept)).toBe('v')
  })

  it('is deleted with its resources but those retained; by its id it is still found', async () => {
    const name = uniqueName('deleted')
    const kept = uniqueName('/kept')
    const gone = uniqueName('/gone')
    const Resources = { Kept: parameter('v', { DeletionPolicy: 'Retain' }, kept), Gone: parameter('v', {}, gone) }
    await stacks.create(name, { Resources })
    const deleted = await stacks.delete(name)
    expect(deleted).toMatchObject({ StackStatus: 'DELETE_COMPLETE', DeletionTime: expect.any(Date) })
    expect(await value(kept)).toBe('v')
    expect((await refusalOf(value(gone))).name).toBe('ParameterNotFound')
    const StackId = deleted.StackId ?? ''
    const statuses = (await stacks.events(StackId)).map((e) => `${e.LogicalResourceId} ${e.ResourceStatus}`)
    expect(statuses).toContain('Kept DELETE_SKIPPED')
    expect(statuses).toContain('Gone DELETE_COMPLETE')

    expect(await refusalOf(stacks.describe(name))).toEqual({
      name: 'ValidationError',
      message: `Stack with id ${name} does not exist`,
      status: 400,
    })
    const events = cloudFormation.send(new DescribeStackEventsCommand({ StackName: name }))
    expect((await refusalOf(events)).message).toBe(`Stack [${name}] does not exist`)
    const listed = await cloudFormation.send(new ListStacksCommand({ StackStatusFilter: ['DELETE_COMPLETE'] }))
    expect(listed.StackSummaries?.map((s) => s.StackId)).toContain(StackId)
    const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({}))
    expect(Stacks.map((s) => s.StackName)).not.toContain(name)

    // A second deletion is no error, by name and by id, and the name is free again.
    for (const StackName of [name, StackId]) await cloudFormation.send(new DeleteStackCommand({ StackName }))
    expect((await stacks.create(name, { Resources: { Thing: parameter('v') } })).StackId).not.toBe(StackId)
  })

  it('is deleted by its id', async () => {
    const stack = await stacks.create(uniqueName('by-id'), { Resources: { Thing: parameter('v') } })
    expect((await stacks.delete(stack.StackId ?? '')).StackStatus).toBe('DELETE_COMPLETE')
    expect((await refusalOf(stacks.describe(stack.StackName ?? ''))).name).toBe('ValidationError')
  })

  it('fails to be deleted when a resource does, and leaves that one if told to', async () => {
    const name = uniqueName('stuck')
    await stacks.create(name, {
      Resources: { Pool: { Type: 'AWS::Cognito::UserPool', Properties: { DeletionProtection: 'ACTIVE' } } },
    })
    const stuck = await stacks.delete(name)
    expect(stuck.StackStatus).toBe('DELETE_FAILED')
    expect(stuck.StackStatusReason).toContain('The following resource(s) failed to delete: [Pool].')
    const { Pool } = await stacks.ids(name)
    expect((await stacks.delete(name, { RetainResources: ['Pool'] })).StackStatus).toBe('DELETE_COMPLETE')
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: Pool }))
    expect(UserPool?.Id).toBe(Pool)
  })

  it('is protected from termination', async () => {
    const name = uniqueName('protected')
    await stacks.create(name, { Resources: { Thing: parameter('v') } }, { EnableTerminationProtection: true })
    expect(await refusalOf(cloudFormation.send(new DeleteStackCommand({ StackName: name })))).toEqual({
      name: 'ValidationError',
      message: `Stack [${name}] cannot be deleted while TerminationProtection is enabled`,
      status: 400,
    })
    const off = { StackName: name, EnableTerminationProtection: false }
    await cloudFormation.send(new UpdateTerminationProtectionCommand(off))
    expect((await stacks.delete(name)).StackStatus).toBe('DELETE_COMPLETE')
  })
})

import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { customResourcesOf, success } from '../support/custom-resources.ts'
import { uniqueName } from '../support/names.ts'
import { outputsOf, stacksOf } from '../support/stacks.ts'

const origin = inject('origin')
const ACCOUNT = '777700000037'
const { cloudFormation, lambda, logs } = awsClients({ origin, account: ACCOUNT })
const stacks = stacksOf(cloudFormation)
const { asked } = customResourcesOf(lambda, logs, ACCOUNT)

const templateOf = (Properties: object, more: object = {}) => ({
  Resources: { C: { Type: 'Custom::Asked', Properties, ...more } },
  Outputs: { Ref: { Value: { Ref: 'C' } } },
})
const idOf = (id: unknown) => ({ PhysicalResourceId: `id-${id}` })

describe('a custom resource', { timeout: 120_000 }, () => {
  it('gets scalars as texts, lists and maps as they are, and no nulls (lambda 12.1.1, 12.1.2)', async () => {
    const { ServiceToken, requests, answering } = await asked()
    const given = {
      Yes: true,
      Number: 5,
      Half: 0.5,
      Text: 'text',
      None: { Ref: 'AWS::NoValue' },
      List: [1, 'two', { Deep: false, None: { Ref: 'AWS::NoValue' } }],
      Map: { A: { B: 1 } },
    }
    const template = templateOf({ ServiceToken, ServiceTimeout: 60, ...given })
    const stack = await answering(stacks.create(uniqueName('custom'), template), success)
    expect(stack.StackStatus).toBe('CREATE_COMPLETE')
    const [request] = await requests()
    expect(request).toEqual({
      RequestType: 'Create',
      ServiceToken,
      ResponseURL: expect.stringContaining('Signature='),
      StackId: stack.StackId,
      RequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      LogicalResourceId: 'C',
      ResourceType: 'Custom::Asked',
      ResourceProperties: {
        ServiceToken,
        ServiceTimeout: '60',
        Yes: 'true',
        Number: '5',
        Half: '0.5',
        Text: 'text',
        List: ['1', 'two', { Deep: 'false' }],
        Map: { A: { B: '1' } },
      },
    })
  })

  it('is changed in place under the same id, and replaced by another one (lambda 12.3.1, 12.3.5)', async () => {
    const { ServiceToken, requests, answering } = await asked()
    const StackName = uniqueName('custom')
    const templateWith = (Id: string, Value: number, more = {}) => templateOf({ ServiceToken, Id, Value, ...more })
    const say = (request: Parameters<typeof success>[0]) =>
      success(request, request.RequestType === 'Delete' ? {} : idOf(request.ResourceProperties.Id))
    const updated = async (template: object) => {
      const stack = await answering(stacks.update(StackName, template), say)
      return [stack.StackStatus, outputsOf(stack).Ref, (await requests()).length]
    }
    const created = await answering(stacks.create(StackName, templateWith('a', 1)), say)
    expect(outputsOf(created)).toEqual({ Ref: 'id-a' })

    expect(await updated(templateWith('a', 2))).toEqual(['UPDATE_COMPLETE', 'id-a', 2])
    expect((await requests()).at(-1)).toMatchObject({
      RequestType: 'Update',
      PhysicalResourceId: 'id-a',
      ResourceProperties: { ServiceToken, Id: 'a', Value: '2' },
      OldResourceProperties: { ServiceToken, Id: 'a', Value: '1' },
    })

    // Neither the same properties in other words, nor another timeout, are anything to be asked for.
    const same = { 'Fn::Join': ['', ['2']] } as unknown as number
    expect(await updated({ ...templateWith('a', same), Description: 'in other words' })).toContain(2)
    expect(await updated(templateWith('a', 2, { ServiceTimeout: 60 }))).toContain(2)

    expect(await updated(templateWith('b', 2, { ServiceTimeout: 60 }))).toEqual(['UPDATE_COMPLETE', 'id-b', 4])
    expect((await requests()).slice(-2)).toMatchObject([
      { RequestType: 'Update', PhysicalResourceId: 'id-a', OldResourceProperties: { Id: 'a' } },
      { RequestType: 'Delete', PhysicalResourceId: 'id-a', ResourceProperties: { Id: 'a', Value: '2' } },
    ])
    const deleted = await answering(stacks.delete(StackName), say)
    expect(deleted.StackStatus).toBe('DELETE_COMPLETE')
    expect((await requests()).at(-1)).toMatchObject({ RequestType: 'Delete', PhysicalResourceId: 'id-b' })
  })

  it('is changed back when a change has failed, from what was tried (lambda 12.3.3)', async () => {
    const { ServiceToken, requests, answering } = await asked()
    const StackName = uniqueName('custom')
    await answering(stacks.create(StackName, templateOf({ ServiceToken, Value: 1 })), success)
    const stack = await answering(stacks.update(StackName, templateOf({ ServiceToken, Value: 2 })), (request) =>
      success(request, request.ResourceProperties.Value === '2' ? { Status: 'FAILED', Reason: 'no luck' } : {}),
    )
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect((await requests()).slice(1)).toMatchObject([
      { RequestType: 'Update', ResourceProperties: { Value: '2' }, OldResourceProperties: { Value: '1' } },
      { RequestType: 'Update', ResourceProperties: { Value: '1' }, OldResourceProperties: { Value: '2' } },
    ])
  })

  it('stays when it cannot be deleted, and is not asked about where it is retained (lambda 12.3.2, 12.3.4)', async () => {
    const { ServiceToken, requests, answering } = await asked()
    const StackName = uniqueName('custom')
    const failed = { Status: 'FAILED', Reason: 'no luck', PhysicalResourceId: 'half-made' }
    const created = await answering(stacks.create(StackName, templateOf({ ServiceToken })), (request) =>
      success(request, request.RequestType === 'Create' ? failed : {}),
    )
    expect(created.StackStatus).toBe('ROLLBACK_COMPLETE')
    expect((await requests()).at(-1)).toMatchObject({ RequestType: 'Delete', PhysicalResourceId: 'half-made' })

    const Kept = uniqueName('custom')
    await answering(stacks.create(Kept, templateOf({ ServiceToken })), success)
    const stuck = await answering(stacks.delete(Kept), (request) => success(request, failed))
    expect(stuck.StackStatus).toBe('DELETE_FAILED')
    const events = await stacks.events(Kept)
    expect(events.find(({ ResourceStatus }) => ResourceStatus === 'DELETE_FAILED')?.ResourceStatusReason).toMatch(
      /^Received response status \[FAILED\] from custom resource\. Message returned: no luck \(RequestId: [0-9a-f-]{36}\)$/,
    )
    expect((await answering(stacks.delete(Kept), success)).StackStatus).toBe('DELETE_COMPLETE')

    const Retained = uniqueName('custom')
    await answering(stacks.create(Retained, templateOf({ ServiceToken }, { DeletionPolicy: 'Retain' })), success)
    const count = (await requests()).length
    expect((await stacks.delete(Retained)).StackStatus).toBe('DELETE_COMPLETE')
    expect(await requests()).toHaveLength(count)
  })
})

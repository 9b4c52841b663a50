import { CreateChangeSetCommand, DescribeChangeSetCommand } from '@aws-sdk/client-cloudformation'
import { GetParameterCommand } from '@aws-sdk/client-ssm'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { type CustomRequest, customResourcesOf, respond, success } from '../support/custom-resources.ts'
import { uniqueName } from '../support/names.ts'
import { outputsOf, stacksOf } from '../support/stacks.ts'

const origin = inject('origin')
const ACCOUNT = '777700000038'
const { cloudFormation, lambda, logs, ssm } = awsClients({ origin, account: ACCOUNT })
const stacks = stacksOf(cloudFormation)
const { asked } = customResourcesOf(lambda, logs, ACCOUNT)

const custom = (Properties: object) => ({ Type: 'AWS::CloudFormation::CustomResource', Properties })
const reasonOf = async (stack: string, status = 'CREATE_FAILED') =>
  (await stacks.events(stack)).find(({ ResourceStatus }) => ResourceStatus === status)?.ResourceStatusReason
const ending = (stack: string) => stacks.settled(stack).then(({ StackStatus }) => StackStatus)

/** Begins to create a stack of one custom resource; gives what its function was asked. */
async function creating(properties: object = {}, outputs: object = {}) {
  const { ServiceToken, next, answering } = await asked()
  const StackName = uniqueName('custom')
  const template = { Resources: { C: custom({ ServiceToken, ...properties }) }, Outputs: outputs }
  const created = stacks.create(StackName, template)
  return { StackName, created, request: await next(), answering }
}

/** What a stack makes of a response to its creation; what follows is answered well. */
async function madeOf(said: (request: CustomRequest) => object | string, outputs: object = {}) {
  const { StackName, created, request, answering } = await creating({}, outputs)
  const status = await respond(request, said(request))
  const stack = await answering(created, (later) => success(later))
  return { status, stack, reason: await reasonOf(StackName), request }
}

describe('a response', { timeout: 120_000 }, () => {
  it('is put without a type, and what it holds is what there is (lambda 12.2.1, 12.2.3)', async () => {
    const value = { Value: { 'Fn::GetAtt': ['C', 'Value'] } }
    const { created, request } = await creating({}, { Value: value, Ref: { Value: { Ref: 'C' } } })
    const said = success(request, { PhysicalResourceId: 'mine', Data: { Value: 'given' }, Reason: 'why not' })
    expect(await respond(request, said, { 'content-type': 'application/json' })).toBe(403)
    expect(await respond(request, said)).toBe(200)
    const stack = await created
    expect([stack.StackStatus, outputsOf(stack)]).toEqual(['CREATE_COMPLETE', { Value: 'given', Ref: 'mine' }])
  })

  it('counts once (lambda 12.2.3)', async () => {
    const { created, request } = await creating({}, { Ref: { Value: { Ref: 'C' } } })
    expect(await respond(request, success(request, { PhysicalResourceId: 'first' }))).toBe(200)
    expect(await respond(request, success(request, { PhysicalResourceId: 'second', Status: 'FAILED' }))).toBe(200)
    expect(outputsOf(await created)).toEqual({ Ref: 'first' })
  })

  it('of a failure says why (lambda 12.2.1, 12.2.5)', async () => {
    const { stack, reason, request } = await madeOf((asked) => success(asked, { Status: 'FAILED', Reason: 'no luck' }))
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE')
    expect(reason).toBe(
      'Received response status [FAILED] from custom resource. Message returned: no luck ' +
        `(RequestId: ${request.RequestId})`,
    )
  })

  it.each<[string, (request: CustomRequest) => object | string, string]>([
    ['that is too long', (r) => success(r, { Data: { V: 'x'.repeat(4096) } }), 'Response object is too long.'],
    ['of a megabyte', (r) => success(r, { Data: { V: 'x'.repeat(1_048_576) } }), 'Response object is too long.'],
    ['with a long id', (r) => success(r, { PhysicalResourceId: 'x'.repeat(1025) }), 'Invalid PhysicalResourceId'],
    ['with an empty id', (r) => success(r, { PhysicalResourceId: '' }), 'Invalid PhysicalResourceId'],
    ['without an id', (r) => success(r, { PhysicalResourceId: undefined }), 'Invalid PhysicalResourceId'],
    [
      'in small letters',
      (r) => success(r, { Status: 'success' }),
      "Invalid Response object: 'success' is not a valid ResponseStatus",
    ],
  ])('%s fails the resource (lambda 12.2.2)', async (_what, said, expected) => {
    const { status, stack, reason } = await madeOf(said)
    expect([status, stack.StackStatus, reason]).toEqual([200, 'ROLLBACK_COMPLETE', expected])
  })

  it('that is no JSON fails the resource', async () => {
    const { status, stack, reason } = await madeOf(() => 'SUCCESS')
    expect([status, stack.StackStatus]).toEqual([200, 'ROLLBACK_COMPLETE'])
    expect(reason).toMatch(/^Invalid Response object: /)
  })

  it('of 4096 bytes, with an id of 1024, is taken (lambda 12.2.2)', async () => {
    const { stack } = await madeOf((request) => {
      const { StackId, RequestId, LogicalResourceId } = request
      const said = { StackId, RequestId, LogicalResourceId, Status: 'SUCCESS', PhysicalResourceId: 'x'.repeat(1024) }
      const room = 4096 - Buffer.byteLength(JSON.stringify({ ...said, Data: { V: '' } }))
      return { ...said, Data: { V: 'y'.repeat(room) } }
    })
    expect(stack.StackStatus).toBe('CREATE_COMPLETE')
  })

  it('lacks what an attribute names, however deep it is hidden (lambda 12.2.4)', async () => {
    const { stack, reason, request } = await madeOf((asked) => success(asked, { Data: { Outer: { Inner: 'x' } } }), {
      V: { Value: { 'Fn::GetAtt': ['C', 'Outer.Inner'] } },
    })
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE')
    const { StackId, RequestId } = request
    const text = reason ?? (await reasonOf(StackId, 'ROLLBACK_IN_PROGRESS')) ?? ''
    expect(text).toContain(
      "CustomResource attribute error: Vendor response doesn't contain Outer.Inner key in object " +
        `${StackId}|C|${RequestId} in S3 bucket cloudformation-custom-resource-storage-useast1`,
    )
  })

  it('to somebody else is not looked at, and nobody is answered in time (lambda 12.1.4, 12.2.6, 12.3.6)', async () => {
    const { StackName, created, request, answering } = await creating({ ServiceTimeout: '3' })
    for (const other of [{ StackId: `${request.StackId}x` }, { RequestId: 'x' }, { LogicalResourceId: 'D' }]) {
      expect(await respond(request, success(request, other))).toBe(200)
    }
    const stack = await answering(created, (later) => success(later))
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE')
    expect(await reasonOf(StackName)).toBe(
      'CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId ' +
        `[${request.RequestId}]. If you are using the Python cfn-response module, you may need to update your Lambda ` +
        'function code so that CloudFormation can attach the updated version.',
    )
    // Too late, and no harm.
    expect(await respond(request, success(request))).toBe(200)
    expect(await ending(StackName)).toBe('ROLLBACK_COMPLETE')
  })

  it.each([0, 3601, '1.5', 'soon'])(
    'is waited for no longer than an hour: ServiceTimeout %o (lambda 12.1.4)',
    async (ServiceTimeout) => {
      const { ServiceToken, requests } = await asked()
      const StackName = uniqueName('custom')
      await stacks.create(StackName, { Resources: { C: custom({ ServiceToken, ServiceTimeout }) } })
      expect(await ending(StackName)).toBe('ROLLBACK_COMPLETE')
      expect(await reasonOf(StackName)).toContain('ServiceTimeout')
      expect(await requests()).toEqual([])
    },
  )

  it('that is not to be echoed is given to templates and outputs alone (lambda 12.2.7)', async () => {
    const { ServiceToken, answering } = await asked()
    const StackName = uniqueName('custom')
    const Name = `/${StackName}`
    const templateOf = (Type: string) => ({
      Resources: {
        C: custom({ ServiceToken }),
        P: {
          Type: 'AWS::SSM::Parameter',
          Properties: {
            Name,
            Type,
            Value: { 'Fn::Join': ['', ['<', { 'Fn::GetAtt': ['C', 'Value'] }, '>']] },
            Description: { 'Fn::GetAtt': ['C', 'Value'] },
          },
        },
      },
      Outputs: { Value: { Value: { 'Fn::GetAtt': ['C', 'Value'] } } },
    })
    const Data = { Value: 'hidden-value' }
    const stack = await answering(stacks.create(StackName, templateOf('String')), (r) =>
      success(r, { NoEcho: true, Data }),
    )
    // Outputs are no place for a secret (documented: crpg-ref-responses).
    expect([stack.StackStatus, outputsOf(stack)]).toEqual(['CREATE_COMPLETE', Data])
    expect(await parameterOf(Name)).toBe('<hidden-value>')
    const ChangeSetName = 'next'
    const TemplateBody = JSON.stringify(templateOf('StringList'))
    await cloudFormation.send(new CreateChangeSetCommand({ StackName, ChangeSetName, TemplateBody }))
    const described = await cloudFormation.send(
      new DescribeChangeSetCommand({ StackName, ChangeSetName, IncludePropertyValues: true }),
    )
    const events = await stacks.events(StackName)
    expect(events.find(({ LogicalResourceId }) => LogicalResourceId === 'P')?.ResourceProperties).toContain('*****')
    expect(JSON.stringify([events, described])).not.toContain('hidden-value')
  })
})

async function parameterOf(Name: string): Promise<string | undefined> {
  return (await ssm.send(new GetParameterCommand({ Name }))).Parameter?.Value
}

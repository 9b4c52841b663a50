import { expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { outputsOf, stacksOf } from '../support/stacks.ts'

const origin = inject('origin')
const { cloudFormation } = awsClients({ origin, account: '777700000036' })
const stacks = stacksOf(cloudFormation)

/** Responds in the ways that handlers do; what it throws reaches nobody. */
const HANDLER = `
const url = require('node:url')
const ways = {
  async parts(address, options, body) {
    const { hostname, path } = url.parse(address)
    return sent(require('node:https').request, [{ hostname, path, ...options }], body)
  },
  async imported(address, options, body) {
    const { request } = await import('node:https')
    return sent(request, [address, options], body)
  },
  async fetch(address, options, body) {
    return (await fetch(address, { ...options, body: Buffer.from(body) })).status
  },
  async 'cfn-response'(address, options, body, event, context) {
    const response = require('cfn-response')
    const { Data, PhysicalResourceId } = JSON.parse(body)
    return response.send(event, context, response.SUCCESS, Data, PhysicalResourceId)
  },
  async silent() {
    throw new Error('told to fail')
  },
}
function sent(request, args, body) {
  return new Promise((resolve, reject) => {
    request(...args, (answer) => resolve(answer.resume().statusCode)).on('error', reject).end(body)
  })
}
exports.handler = async (event, context) => {
  const { Way, Value } = event.ResourceProperties
  const { StackId, RequestId, LogicalResourceId, RequestType } = event
  const way = Way === 'silent' && RequestType === 'Delete' ? 'parts' : Way
  const body = JSON.stringify({
    Status: 'SUCCESS', PhysicalResourceId: Way + '-' + Value, StackId, RequestId, LogicalResourceId, Data: { Way, Value },
  })
  const headers = { 'content-type': '', 'content-length': Buffer.byteLength(body) }
  await ways[way](event.ResponseURL, { method: 'PUT', headers }, body, event, context)
}
`

const handler = {
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { ZipFile: HANDLER },
    Handler: 'index.handler',
    Runtime: 'nodejs22.x',
    Role: 'arn:aws:iam::777700000036:role/handler',
    Timeout: 30,
  },
}
const custom = (Way: string, Value: string) => ({
  Type: 'Custom::Said',
  Properties: { ServiceToken: { 'Fn::GetAtt': ['Handler', 'Arn'] }, ServiceTimeout: 120, Way, Value },
})
const idOf = (way: string) => way.replace('-', '')
const templateOf = (ways: readonly string[], value: string) => ({
  Resources: {
    Handler: handler,
    ...Object.fromEntries(ways.map((way) => [idOf(way), custom(way, value)])),
  },
  Outputs: Object.fromEntries(
    ways.map((way) => [
      idOf(way),
      { Value: { 'Fn::Join': [' ', [{ Ref: idOf(way) }, { 'Fn::GetAtt': [idOf(way), 'Value'] }]] } },
    ]),
  ),
})

it('a function responds in whatever way, and says what its resource is', { timeout: 120_000 }, async () => {
  const StackName = uniqueName('custom')
  const ways = ['parts', 'imported', 'fetch', 'cfn-response']
  const expected = (value: string) => Object.fromEntries(ways.map((way) => [idOf(way), `${way}-${value} ${value}`]))
  const created = await stacks.create(StackName, templateOf(ways, 'a'))
  expect([created.StackStatus, outputsOf(created)]).toEqual(['CREATE_COMPLETE', expected('a')])
  const updated = await stacks.update(StackName, templateOf(ways, 'b'))
  expect([updated.StackStatus, outputsOf(updated)]).toEqual(['UPDATE_COMPLETE', expected('b')])
  expect((await stacks.delete(StackName)).StackStatus).toBe('DELETE_COMPLETE')
})

it('a function that fails without a response fails its resource, and not after an hour', {
  timeout: 120_000,
}, async () => {
  const StackName = uniqueName('custom')
  expect((await stacks.create(StackName, templateOf(['silent'], 'a'))).StackStatus).toBe('ROLLBACK_COMPLETE')
  const failed = (await stacks.events(StackName)).find(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED')
  expect(failed?.ResourceStatusReason).toMatch(
    /^The function of the custom resource failed at every attempt and sent no response .*told to fail/,
  )
})

it('a function that is not there fails its resource at once', async () => {
  const StackName = uniqueName('custom')
  const ServiceToken = 'arn:aws:lambda:us-east-1:777700000036:function:nobody'
  const Resources = { C: { Type: 'AWS::CloudFormation::CustomResource', Properties: { ServiceToken } } }
  expect((await stacks.create(StackName, { Resources })).StackStatus).toBe('ROLLBACK_COMPLETE')
  const failed = (await stacks.events(StackName)).find(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED')
  expect(failed?.ResourceStatusReason).toMatch(/^Function not found: .*:function:nobody .*Status Code: 404/)
})

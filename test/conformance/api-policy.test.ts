import { GetRestApiCommand, UpdateRestApiCommand } from '@aws-sdk/client-api-gateway'
import { expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMockApi } from '../support/mock-api.ts'
import { uniqueName } from '../support/names.ts'
import { stacksOf } from '../support/stacks.ts'

const origin = inject('origin')
const ACCOUNT = '333300000039'
const { apiGateway, cloudFormation } = awsClients({ origin, account: ACCOUNT })

const policyFor = (Effect: string, Resource: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect, Principal: '*', Action: 'execute-api:Invoke', Resource }],
})

it('a policy opens what it names, and a change of it waits for a deployment (api-gateway 2.3.3, 2.3.4, 9.5.3, 9.5.4, 9.5.6)', async () => {
  const policy = JSON.stringify(policyFor('Allow', 'execute-api:/test/GET/open/*'))
  const api = await createMockApi({ apiGateway, origin }, [{ path: '/open/{id}' }, { path: '/closed' }], { policy })
  const arn = `arn:aws:execute-api:us-east-1:${ACCOUNT}:${api.apiId}`
  const { apiId: restApiId } = api
  const shown = (await apiGateway.send(new GetRestApiCommand({ restApiId }))).policy
  expect(JSON.parse(JSON.parse(`"${shown}"`)).Statement[0].Resource).toBe(`${arn}/test/GET/open/*`)

  expect((await api.call('/open/1')).status).toBe(200)
  const refused = await api.call('/closed')
  expect([refused.status, refused.headers.get('x-amzn-errortype'), await refused.text()]).toEqual([
    403,
    'AccessDeniedException',
    '{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: ' +
      `${arn.replace(ACCOUNT, '********0039')}/test/GET/closed because no resource-based policy allows the ` +
      'execute-api:Invoke action"}',
  ])

  const patchOperations = [{ op: 'remove' as const, path: '/policy' }]
  await apiGateway.send(new UpdateRestApiCommand({ restApiId, patchOperations }))
  expect((await api.call('/closed')).status).toBe(403)
  await api.deploy()
  expect((await api.call('/closed')).status).toBe(200)
})

it('a template gives an API its policy', async () => {
  const stacks = stacksOf(cloudFormation)
  const template = (Effect: string) => ({
    Resources: {
      Api: {
        Type: 'AWS::ApiGateway::RestApi',
        Properties: { Name: 'guarded', Policy: policyFor(Effect, 'execute-api:/*') },
      },
    },
  })
  const name = uniqueName('policy')
  expect((await stacks.create(name, template('Allow'))).StackStatus).toBe('CREATE_COMPLETE')
  const { Api: restApiId } = await stacks.ids(name)
  const effect = async () => {
    const { policy } = await apiGateway.send(new GetRestApiCommand({ restApiId }))
    return JSON.parse(JSON.parse(`"${policy}"`)).Statement[0].Effect
  }
  expect(await effect()).toBe('Allow')
  expect((await stacks.update(name, template('Deny'))).StackStatus).toBe('UPDATE_COMPLETE')
  expect(await effect()).toBe('Deny')
})

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createGateway } from '../../gateway/gateway.ts'
import type { FunctionCaller } from '../../kernel/functions.ts'
import { silentLogger } from '../../kernel/logger.ts'
import { EVERYTHING } from '../../kernel/policies/identity.ts'
import { systemRandom } from '../../kernel/random.ts'
import { createAuthorizer, createMockApi, HOME, startApiGateway, type TestApiGateway } from './apigateway.harness.ts'

let gateway: TestApiGateway
let restApiId: string
let at: { restApiId: string; resourceId: string; httpMethod: string }
beforeEach(async () => {
  gateway = await startApiGateway()
  ;({ restApiId, at } = await createMockApi(gateway))
})
afterEach(() => gateway.close())

const deploy = async (more: object = {}) =>
  (await gateway.call('CreateDeployment', { restApiId, stageName: 'prod', ...more })).id ?? ''
const replace = (path: string, value: string) =>
  gateway.call('UpdateStage', { restApiId, stageName: 'prod', patchOperations: [{ op: 'replace', path, value }] })
const find = async () => (await gateway.apis.find(restApiId))?.findStage('prod')
const versionOf = async () => (await find())?.version

describe('find', () => {
  test('tells an unknown API from an unknown stage', async () => {
    expect(await gateway.apis.find('nobody')).toBeUndefined()
    expect(await gateway.apis.find(restApiId)).toBeDefined()
    expect(await find()).toBeUndefined()
  })

  test('gives the stage with its variables and the frozen definition, from any place', async () => {
    const deploymentId = await deploy({ variables: { a: '1' } })
    expect(await find()).toEqual({
      place: HOME,
      apiId: restApiId,
      authorizersEpoch: expect.any(String),
      stageName: 'prod',
      deploymentId,
      variables: { a: '1' },
      version: expect.any(String),
      definition: expect.objectContaining({ apiId: restApiId }),
    })
  })

  test('has another version after every change, and the same while nothing changes', async () => {
    const first = await deploy()
    const seen = [await versionOf()]
    expect(await versionOf()).toBe(seen[0])
    await replace('/variables/a', '1')
    seen.push(await versionOf())
    await deploy()
    seen.push(await versionOf())
    await replace('/deploymentId', first)
    seen.push(await versionOf())
    await gateway.call('DeleteStage', { restApiId, stageName: 'prod' })
    expect(await find()).toBeUndefined()
    await gateway.call('CreateStage', { restApiId, stageName: 'prod', deploymentId: first })
    seen.push(await versionOf())
    expect(new Set(seen).size).toBe(seen.length)
  })

  test('forgets an API that was deleted', async () => {
    await deploy()
    await gateway.call('DeleteRestApi', { restApiId })
    expect(await gateway.apis.find(restApiId)).toBeUndefined()
  })
})

describe('onChange', () => {
  test('hears what changes a stage, once a commit, and not what waits for a deployment', async () => {
    const heard: string[] = []
    gateway.apis.onChange((apiId) => heard.push(apiId))
    const during = async (work: () => Promise<unknown>) => {
      heard.length = 0
      await work()
      return [...heard]
    }
    expect(await during(() => deploy())).toEqual([restApiId])
    expect(await during(() => replace('/variables/a', '1'))).toEqual([restApiId])
    expect(await during(() => gateway.call('DeleteMethod', at))).toEqual([])
    expect(await during(() => createAuthorizer(gateway, restApiId))).toEqual([])
    expect(await during(() => gateway.call('DeleteStage', { restApiId, stageName: 'prod' }))).toEqual([restApiId])
    expect(await during(() => gateway.call('DeleteRestApi', { restApiId }))).toEqual([restApiId])
  })
})

const NO_FUNCTIONS: FunctionCaller = {
  invoke: () => Promise.reject(new Error('no function is called')),
  enqueue: () => Promise.reject(new Error('no function is called')),
  settled: async () => undefined,
}

test('the data plane serves what was deployed, and every change of the stage at once', async () => {
  const plane = createGateway({
    apis: gateway.apis,
    keys: gateway.service.keys,
    httpApis: { find: async () => undefined, onChange: () => {} },
    issuers: { findIssuer: async () => undefined, onChange: () => {} },
    http: { send: () => Promise.reject(new Error('nobody is called')), close: async () => {} },
    functions: NO_FUNCTIONS,
    signatures: { verify: () => ({ kind: 'unsigned' }) },
    judgeIdentity: () => EVERYTHING,
    logs: { write: () => {} },
    clock: gateway.clock,
    random: systemRandom,
    logger: silentLogger,
  })
  const domainName = `${restApiId}.execute-api.us-east-1.amazonaws.com`
  const request = {
    method: 'GET',
    path: '/prod/',
    query: '',
    headers: {},
    rawHeaders: [],
    host: domainName,
    body: Buffer.alloc(0),
    remoteAddress: '127.0.0.1',
    signal: new AbortController().signal,
    scheme: 'https',
    origin: 'http://127.0.0.1:4566',
  } as const
  const get = async () => {
    const answer = await plane.handle(request, restApiId, '/prod/', { domainName, domainPrefix: restApiId })
    return [answer.status, String(answer.body)]
  }
  const template = (value: string) =>
    gateway.call('UpdateIntegrationResponse', {
      ...at,
      statusCode: '200',
      patchOperations: [{ op: 'add', path: '/responseTemplates/application~1json', value }],
    })
  expect((await get())[0]).toBe(403)
  await template('"$stageVariables.a"')
  await deploy({ variables: { a: 'one' } })
  expect(await get()).toEqual([200, '"one"'])
  await replace('/variables/a', 'two')
  expect(await get()).toEqual([200, '"two"'])
  await template('"later"')
  expect(await get()).toEqual([200, '"two"'])
  await deploy()
  expect(await get()).toEqual([200, '"later"'])

  const authorizerId = await createAuthorizer(gateway, restApiId)
  await gateway.call('UpdateMethod', {
    ...at,
    patchOperations: [
      { op: 'replace', path: '/authorizationType', value: 'COGNITO_USER_POOLS' },
      { op: 'replace', path: '/authorizerId', value: authorizerId },
    ],
  })
  await deploy()
  expect(await get()).toEqual([401, '{"message":"Unauthorized"}'])
  await gateway.call('DeleteStage', { restApiId, stageName: 'prod' })
  expect(await get()).toEqual([403, '{"message":"Forbidden"}'])
})

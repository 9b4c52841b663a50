import {
  CreateStageCommand,
  type CreateStageCommandInput,
  DeleteStageCommand,
  FlushStageCacheCommand,
  GetStageCommand,
  type PatchOperation,
  type PutIntegrationCommandInput,
  type PutMethodCommandInput,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { backends } from '../support/backends.ts'
import { awsClients } from '../support/clients.ts'
import { createMockApi } from '../support/mock-api.ts'
import { signerOf } from '../support/signer.ts'
import { until } from '../support/until.ts'

const origin = inject('origin')
const { apiGateway } = awsClients({ origin, account: '333300000050' })
const { start: backend, close } = backends()
afterAll(close)

const replace = (path: string, value: string): PatchOperation => ({ op: 'replace', path, value })
const ON = [replace('/cacheClusterEnabled', 'true'), replace('/*/*/caching/enabled', 'true')]

/** `/pets/{id}` before a server that counts, on a stage `dev` with a cache. */
async function cachedApi(
  integration: Partial<PutIntegrationCommandInput> = {},
  method: Partial<PutMethodCommandInput> = {},
  stage: Partial<CreateStageCommandInput> = {},
) {
  let asked = 0
  const uri = await backend((request, response) => {
    asked++
    response.statusCode = Number(request.headers['x-status'] ?? 200)
    response.end(`answer ${asked}`)
  })
  const api = await createMockApi({ apiGateway, origin }, [
    {
      path: '/pets/{id}',
      httpMethod: 'ANY',
      method: {
        requestParameters: { 'method.request.path.id': true, 'method.request.querystring.kind': false },
        ...method,
      },
      integration: {
        type: 'HTTP_PROXY',
        integrationHttpMethod: 'ANY',
        uri,
        requestTemplates: undefined,
        cacheKeyParameters: ['method.request.path.id', 'method.request.querystring.kind'],
        ...integration,
      },
    },
  ])
  const at = { restApiId: api.apiId, stageName: 'dev' }
  const made = await apiGateway.send(new CreateStageCommand({ ...at, deploymentId: await api.deploy(), ...stage }))
  const update = (...patchOperations: PatchOperation[]) =>
    apiGateway.send(new UpdateStageCommand({ ...at, patchOperations }))
  await update(...ON)
  const call = (path = '/pets/1', init: RequestInit = {}) =>
    fetch(`${origin}/_aws/execute-api/${api.apiId}/dev${path}`, init)
  return {
    ...api,
    at,
    made,
    update,
    call,
    text: async (path?: string, init?: RequestInit) => (await call(path, init)).text(),
    asked: () => asked,
  }
}

describe('a stage with a cache', () => {
  it('has a cluster that is made, resized and deleted (api-gateway 9.4.9, 10.3.13)', async () => {
    const { at, made, update } = await cachedApi({}, {}, { cacheClusterEnabled: true, cacheClusterSize: '1.6' })
    expect(made).toMatchObject({ cacheClusterSize: '1.6', cacheClusterStatus: 'CREATE_IN_PROGRESS' })
    const status = async () => (await apiGateway.send(new GetStageCommand(at))).cacheClusterStatus
    expect(await status()).toBe('AVAILABLE')
    expect(await update(replace('/cacheClusterSize', '237'))).toMatchObject({ cacheClusterSize: '237' })
    await expect(update(replace('/cacheClusterSize', '1'))).rejects.toMatchObject({ name: 'BadRequestException' })
    expect((await update(replace('/cacheClusterEnabled', 'false'))).cacheClusterStatus).toBe('DELETE_IN_PROGRESS')
    expect(await status()).toBe('NOT_AVAILABLE')
    await apiGateway.send(new DeleteStageCommand(at))
  })

  it('asks the endpoint once for each key, for GET only (api-gateway 9.4.8)', async () => {
    const { text } = await cachedApi()
    const paths = ['/pets/1', '/pets/1?other=1', '/pets/1?kind=a', '/pets/2', '/pets/1?kind=a&other=2', '/pets/1']
    const texts: string[] = []
    for (const path of paths) texts.push(await text(path))
    expect(texts.map((each) => each.slice(7)).join(' ')).toBe('1 1 2 3 2 1')
    expect(await text('/pets/1', { method: 'POST' })).toBe('answer 4')
    expect(await text('/pets/1', { method: 'POST' })).toBe('answer 5')
  })

  it('caches other methods and lifetimes where a method’s own settings say so (api-gateway 9.4.8, 10.6.11)', async () => {
    const { text, update } = await cachedApi()
    await update(
      replace('/pets~1{id}/POST/caching/enabled', 'true'),
      replace('/pets~1{id}/GET/caching/ttlInSeconds', '0'),
    )
    expect(await text('/pets/1', { method: 'POST' })).toBe(await text('/pets/1', { method: 'POST' }))
    expect(await text()).not.toBe(await text())
    await update(replace('/pets~1{id}/GET/caching/ttlInSeconds', '1'))
    const first = await text()
    await until('the answer is too old', async () => (await text()) !== first)
    await expect(update(replace('/*/*/caching/ttlInSeconds', '3601'))).rejects.toMatchObject({
      name: 'BadRequestException',
    })
  })

  it('is emptied by FlushStageCache and by another deployment (api-gateway 9.4.8)', async () => {
    const { at, deploy, text, update } = await cachedApi()
    expect(await text()).toBe('answer 1')
    await apiGateway.send(new FlushStageCacheCommand(at))
    expect([await text(), await text()]).toEqual(['answer 2', 'answer 2'])
    await update(replace('/deploymentId', await deploy()))
    expect([await text(), await text()]).toEqual(['answer 3', 'answer 3'])
  })

  it('keeps its answers to one call of many that come together (api-gateway 9.4.8)', async () => {
    const { asked, text } = await cachedApi()
    const texts = await Promise.all(Array.from({ length: 50 }, () => text()))
    expect(new Set(texts).size).toBe(1)
    expect(asked()).toBe(1)
  })

  it('says in a trace whether it was asked (api-gateway 9.4.8)', async () => {
    const { call } = await cachedApi()
    await call()
    let trace: { readonly steps?: unknown[] } = {}
    // Of calls that go well, only some are kept.
    await until('a call that is kept', async () => {
      const id = (await call()).headers.get('x-amzn-requestid')
      trace = (await (await fetch(`${origin}/_sallyport/requests/${id}`)).json()) as typeof trace
      return trace.steps !== undefined
    })
    expect(trace.steps).toContainEqual(
      expect.objectContaining({ step: 'integration', decided: "answered 200 from the stage's cache" }),
    )
  })
})

describe('Cache-Control: max-age=0', () => {
  const fresh = { headers: { 'cache-control': 'max-age=0' } }
  const strategy = (value: string) => replace('/*/*/caching/unauthorizedCacheControlHeaderStrategy', value)

  it('needs a permission unless the stage asks for none (api-gateway 9.4.8)', async () => {
    const { call, text, update } = await cachedApi()
    expect(await text()).toBe('answer 1')
    const ignored = await call('/pets/1', fresh)
    expect([await ignored.text(), ignored.headers.get('warning')]).toEqual([
      'answer 1',
      '199 Cache-control headers were ignored because the caller was unauthorized.',
    ])
    await update(strategy('SUCCEED_WITHOUT_RESPONSE_HEADER'))
    const silent = await call('/pets/1', fresh)
    expect([await silent.text(), silent.headers.get('warning')]).toEqual(['answer 1', null])
    await update(strategy('FAIL_WITH_403'))
    expect((await call('/pets/1', fresh)).status).toBe(403)
    await update(replace('/*/*/caching/requireAuthorizationForCacheControl', 'false'))
    expect(await text('/pets/1', fresh)).toBe('answer 2')
    expect(await text()).toBe('answer 2')
  })

  it('is granted to who has signed in the API’s account (api-gateway 9.4.8)', async () => {
    const { apiId, update } = await cachedApi({}, { authorizationType: 'AWS_IAM' })
    await update(strategy('FAIL_WITH_403'))
    const signer = await signerOf(apiGateway)
    const { host, hostname, port, protocol } = new URL(origin)
    const path = `/_aws/execute-api/${apiId}/dev/pets/1`
    const send = async (more: Record<string, string> = {}) => {
      const request = {
        method: 'GET',
        protocol,
        hostname,
        port: Number(port),
        path,
        query: {},
        headers: { host, ...more },
      }
      const { host: _, ...headers } = (await signer.sign(request)).headers
      return (await fetch(`${origin}${path}`, { headers })).text()
    }
    expect([await send(), await send(), await send({ 'cache-control': 'max-age=0' })]).toEqual([
      'answer 1',
      'answer 1',
      'answer 2',
    ])
  })
})

it('refuses a key that neither the method nor the integration declares', async () => {
  await expect(cachedApi({ cacheKeyParameters: ['method.request.header.nobody'] })).rejects.toMatchObject({
    name: 'BadRequestException',
    message: 'Invalid cache key parameter specified',
  })
})

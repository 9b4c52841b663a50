// A REST API with methods of several kinds, made once for each emulator with API Gateway's own operations.
import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateAuthorizerCommand,
  CreateDeploymentCommand,
  CreateModelCommand,
  CreateRequestValidatorCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  GetResourcesCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway'
import { configFor } from '../deployment.mjs'
import { firstWith, send, stageAddresses } from './http.mjs'
import { machines, once } from './machines.mjs'

const KEY = 'a-key-of-more-than-twenty-characters'
export const apiGatewayOf = ({ origin }) => new APIGatewayClient({ ...configFor(origin), maxAttempts: 1 })

/** `methods` by the last part of their paths: what PutMethod takes besides. Resolves with the API's id. */
export async function deployMocks(world, methods, more = {}) {
  const api = apiGatewayOf(world)
  const { id: restApiId } = await api.send(new CreateRestApiCommand({ name: 'compare', ...more }))
  const { items } = await api.send(new GetResourcesCommand({ restApiId }))
  const parentId = items.find(({ path }) => path === '/').id
  for (const [pathPart, given] of Object.entries(methods)) {
    const { id: resourceId } = await api.send(new CreateResourceCommand({ restApiId, parentId, pathPart }))
    const { httpMethod = 'GET', ...method } = typeof given === 'function' ? await given(restApiId, api) : given
    const at = { restApiId, resourceId, httpMethod }
    await api.send(new PutMethodCommand({ authorizationType: 'NONE', ...at, ...method }))
    await api.send(new PutMethodResponseCommand({ ...at, statusCode: '200' }))
    const requestTemplates = { 'application/json': '{"statusCode": 200}' }
    await api.send(new PutIntegrationCommand({ ...at, type: 'MOCK', requestTemplates }))
    const responseTemplates = { 'application/json': '{"path": "$context.resourcePath"}' }
    await api.send(new PutIntegrationResponseCommand({ ...at, statusCode: '200', responseTemplates }))
  }
  await api.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }))
  return restApiId
}

export const openApi = (world) => once(world, 'open', () => deployMocks(world, { open: {} }))

export const cognitoApi = (world) =>
  once(world, 'cognito', async () => {
    const { poolArn } = await machines(world)
    return deployMocks(world, {
      orders: async (restApiId, api) => {
        const made = await api.send(
          new CreateAuthorizerCommand({
            restApiId,
            name: 'machines',
            type: 'COGNITO_USER_POOLS',
            providerARNs: [poolArn],
            identitySource: 'method.request.header.Authorization',
          }),
        )
        return {
          authorizationType: 'COGNITO_USER_POOLS',
          authorizerId: made.id,
          authorizationScopes: ['orders/read'],
        }
      },
    })
  })

export const checkedApi = (world) =>
  once(world, 'checked', () =>
    deployMocks(world, {
      orders: async (restApiId, api) => {
        const schema = JSON.stringify({ type: 'object', required: ['sku'], properties: { sku: { type: 'string' } } })
        const model = { restApiId, name: 'Order', contentType: 'application/json', schema }
        await api.send(new CreateModelCommand(model))
        const validator = { restApiId, name: 'body', validateRequestBody: true }
        const { id: requestValidatorId } = await api.send(new CreateRequestValidatorCommand(validator))
        return { httpMethod: 'POST', requestValidatorId, requestModels: { 'application/json': 'Order' } }
      },
    }),
  )

/** An API that asks for a key, and a plan whose key may make few calls a second. */
export const keyedApi = (world) =>
  once(world, 'keyed', async () => {
    const api = apiGatewayOf(world)
    const apiId = await deployMocks(world, { keyed: { apiKeyRequired: true } })
    const { id: keyId } = await api.send(new CreateApiKeyCommand({ name: 'partner', enabled: true, value: KEY }))
    const throttle = { rateLimit: 1, burstLimit: 2 }
    const plan = { name: 'few', apiStages: [{ apiId, stage: 'prod' }], throttle }
    const { id: usagePlanId } = await api.send(new CreateUsagePlanCommand(plan))
    await api.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: 'API_KEY' }))
    return { apiId, key: KEY }
  })

/** Calls an API at the first of its addresses that gives this status. */
export async function callApi(world, apiId, path, status, more = {}) {
  const { answer } = await firstWith(world.origin, stageAddresses(world.origin, apiId, 'prod', path), status, more)
  return answer
}

/**
 * Where the API answers, as the answer `known` to a call that has to come through shows, and the answer to another call
 * there: so that a refusal is not taken for a wrong address, nor the other way round.
 */
export async function callWhere(world, apiId, path, known, more = {}) {
  const addresses = stageAddresses(world.origin, apiId, 'prod', path)
  const { address } = await firstWith(world.origin, addresses, 200, known)
  return send(world.origin, { ...known, ...more, headers: more.headers ?? {}, ...address })
}

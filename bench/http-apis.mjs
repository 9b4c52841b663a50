// HTTP APIs of the benchmarks, made with AWS's SDK.
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateAuthorizerCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
} from '@aws-sdk/client-apigatewayv2'
import { configFor } from './deployment.mjs'

const AT_ONCE = 16

/** An API whose routes pass calls on, behind a JWT authorizer if there is one; resolves with the start of its path form. */
export async function deployHttpApi(origin, IntegrationUri, routeKeys, jwt) {
  const client = new ApiGatewayV2Client(configFor(origin))
  const { ApiId } = await client.send(new CreateApiCommand({ Name: 'bench', ProtocolType: 'HTTP' }))
  const { IntegrationId } = await client.send(
    new CreateIntegrationCommand({
      ApiId,
      IntegrationType: 'HTTP_PROXY',
      IntegrationMethod: 'GET',
      IntegrationUri,
      PayloadFormatVersion: '1.0',
    }),
  )
  const route = { ApiId, Target: `integrations/${IntegrationId}`, ...(jwt ? await guard(client, ApiId, jwt) : {}) }
  const left = [...routeKeys]
  const worker = async () => {
    for (let key = left.pop(); key !== undefined; key = left.pop()) {
      await client.send(new CreateRouteCommand({ ...route, RouteKey: key }))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  await client.send(new CreateStageCommand({ ApiId, StageName: '$default', AutoDeploy: true }))
  return `/_aws/execute-api/${ApiId}`
}

async function guard(client, ApiId, { scopes, ...JwtConfiguration }) {
  const { AuthorizerId } = await client.send(
    new CreateAuthorizerCommand({
      ApiId,
      Name: 'machines',
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration,
    }),
  )
  return { AuthorizationType: /** @type {const} */ ('JWT'), AuthorizerId, AuthorizationScopes: scopes }
}

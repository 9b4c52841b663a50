import {
  CreateAuthorizerCommand,
  CreateRestApiCommand,
  PutIntegrationCommand,
  type PutIntegrationCommandInput,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { refusalOf } from '../support/refusal.ts'

const ACCOUNT = '333300000056'
const { apiGateway } = awsClients({ origin: inject('origin'), account: ACCOUNT })
const FUNCTION = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:f`
const LAMBDA = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`

let at: { restApiId: string; resourceId: string; httpMethod: string }
beforeAll(async () => {
  const api = await apiGateway.send(new CreateRestApiCommand({ name: 'integrations' }))
  at = { restApiId: api.id ?? '', resourceId: api.rootResourceId ?? '', httpMethod: 'GET' }
  await apiGateway.send(new PutMethodCommand({ ...at, authorizationType: 'NONE' }))
  await apiGateway.send(new PutMethodResponseCommand({ ...at, statusCode: '200' }))
})

type Settings = Partial<PutIntegrationCommandInput> & Pick<PutIntegrationCommandInput, 'type'>
const put = (settings: Settings) =>
  apiGateway.send(new PutIntegrationCommand({ ...at, integrationHttpMethod: 'POST', ...settings }))

describe('an integration', () => {
  it('shows what it is without being told (api-gateway 7.1.1, 7.1.2)', async () => {
    const { $metadata, ...made } = await put({ type: 'AWS_PROXY', uri: LAMBDA })
    expect($metadata.httpStatusCode).toBe(201)
    const usual = {
      cacheKeyParameters: [],
      cacheNamespace: at.resourceId,
      passthroughBehavior: 'WHEN_NO_MATCH',
      timeoutInMillis: 29000,
      httpMethod: 'POST',
    }
    expect(made).toEqual({ ...usual, type: 'AWS_PROXY', uri: LAMBDA })
    const uri = 'http://backend.example'
    const { $metadata: _, ...http } = await put({ type: 'HTTP_PROXY', uri })
    expect(http).toEqual({ ...usual, type: 'HTTP_PROXY', uri, connectionType: 'INTERNET' })
  })

  it.each([
    ['a method (api-gateway 7.1.4)', 'AWS', LAMBDA, 'Enumeration value for HttpMethod must be non-empty', undefined],
    ['a URL (api-gateway 7.1.5)', 'HTTP', 'backend', 'Invalid HTTP endpoint specified for URI', 'POST'],
    ['an ARN (api-gateway 7.1.6)', 'AWS', 'backend', 'Invalid ARN specified in the request', 'POST'],
    [
      'an ARN of a path or an action (api-gateway 7.1.6)',
      'AWS',
      'arn:aws:apigateway:us-east-1:lambda:functions',
      'AWS ARN for integration must contain path or action',
      'POST',
    ],
    [
      'a function (api-gateway 7.1.6)',
      'AWS_PROXY',
      'arn:aws:apigateway:us-east-1:dynamodb:action/Query',
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
      'POST',
    ],
  ] as const)('needs %s', async (_, type, uri, message, integrationHttpMethod) => {
    expect(await refusalOf(put({ type, uri, integrationHttpMethod }))).toEqual({
      name: 'BadRequestException',
      message,
      status: 400,
    })
  })

  it('is of a known type (api-gateway 7.1.7)', async () => {
    expect(await refusalOf(put({ type: 'HTTPS_PROXY' as 'HTTP', uri: 'http://a.example' }))).toMatchObject({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value 'HTTPS_PROXY' at 'putIntegrationInput.type' failed to satisfy constraint: Member must satisfy enum value set: [HTTP, MOCK, AWS_PROXY, HTTP_PROXY, AWS]",
    })
  })

  it('has responses that show what was sent (api-gateway 7.1.10)', async () => {
    await put({ type: 'AWS', uri: LAMBDA })
    const respond = async (more: object) => {
      const made = await apiGateway.send(new PutIntegrationResponseCommand({ ...at, statusCode: '200', ...more }))
      const { $metadata, ...echo } = made
      return [$metadata.httpStatusCode, echo]
    }
    expect(await respond({})).toEqual([201, { statusCode: '200' }])
    expect(await respond({ selectionPattern: '' })).toEqual([201, { statusCode: '200', selectionPattern: '' }])
  })
})

describe('an authorizer that is a function', () => {
  const authorizer = { name: 'guard', type: 'TOKEN' as const, authorizerUri: LAMBDA }
  const identitySource = 'method.request.header.Authorization'

  it('shows that it is a custom one (api-gateway 8.18)', async () => {
    const { restApiId } = at
    const { $metadata: _, ...made } = await apiGateway.send(
      new CreateAuthorizerCommand({ restApiId, ...authorizer, identitySource }),
    )
    expect(made).toMatchObject({ ...authorizer, authType: 'custom', identitySource, id: expect.any(String) })
  })

  it('needs an API that is there (api-gateway 8.21)', async () => {
    const made = apiGateway.send(new CreateAuthorizerCommand({ restApiId: 'nowhere', ...authorizer, identitySource }))
    const refused = await refusalOf(made)
    expect(refused).toMatchObject({ name: 'ConflictException', status: 409 })
    expect(refused.message).toMatch(/^Unable to complete operation due to concurrent modification/)
  })
})

import {
  CreateDeploymentCommand,
  CreateModelCommand,
  CreateRequestValidatorCommand,
  CreateRestApiCommand,
  PutGatewayResponseCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateRequestValidatorCommand,
} from '@aws-sdk/client-api-gateway'
import { expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'

const origin = inject('origin')
const { apiGateway } = awsClients({ origin, account: '333300000016' })
const SCHEMA = 'http://json-schema.org/draft-04/schema#'

it('a body is checked against models that refer to one another, until the validator no longer asks for it (api-gateway 0.12, 9.1.5, 9.1.6, 9.1.7, 9.1.8)', async () => {
  const { id: restApiId = '', rootResourceId: resourceId = '' } = await apiGateway.send(
    new CreateRestApiCommand({ name: uniqueName('validated') }),
  )
  const at = { restApiId, resourceId, httpMethod: 'POST' }
  const model = (name: string, schema: object) =>
    apiGateway.send(
      new CreateModelCommand({
        restApiId,
        name,
        contentType: 'application/json',
        schema: JSON.stringify({ $schema: SCHEMA, ...schema }),
      }),
    )
  await model('Price', { type: 'number', minimum: 0 })
  await model('Pet', {
    type: 'object',
    required: ['id'],
    properties: {
      id: { type: 'integer' },
      price: { $ref: `https://apigateway.amazonaws.com/restapis/${restApiId}/models/Price` },
    },
  })
  const { id: requestValidatorId = '' } = await apiGateway.send(
    new CreateRequestValidatorCommand({ restApiId, name: 'body', validateRequestBody: true }),
  )
  await apiGateway.send(
    new PutMethodCommand({
      ...at,
      authorizationType: 'NONE',
      requestValidatorId,
      requestModels: { 'application/json': 'Pet' },
    }),
  )
  await apiGateway.send(new PutMethodResponseCommand({ ...at, statusCode: '200' }))
  const requestTemplates = { 'application/json': '{"statusCode": 200}' }
  await apiGateway.send(new PutIntegrationCommand({ ...at, type: 'MOCK', requestTemplates }))
  await apiGateway.send(new PutIntegrationResponseCommand({ ...at, statusCode: '200' }))
  await apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }))

  const send = async (body: string) => {
    const response = await fetch(`${origin}/_aws/execute-api/${restApiId}/prod/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    return [response.status, await response.text(), response.headers.get('x-amzn-errortype')]
  }
  const refused = [400, '{"message": "Invalid request body"}', 'BadRequestException']
  expect((await send('{"id": 1, "price": 2.5}'))[0]).toBe(200)
  expect(await send('{"id": 1, "price": -1}')).toEqual(refused)
  expect(await send('{"price": 1}')).toEqual(refused)
  expect(await send('')).toEqual(refused)
  expect(await send('{"id":')).toEqual(refused)

  const responseTemplates = { 'application/json': '{"why": "$context.error.validationErrorString"}' }
  await apiGateway.send(
    new PutGatewayResponseCommand({ restApiId, responseType: 'BAD_REQUEST_BODY', responseTemplates }),
  )
  await apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }))
  expect((await send('{}'))[1]).toBe('{"why": "[object has missing required properties (["id"])]"}')

  const patchOperations = [{ op: 'replace' as const, path: '/validateRequestBody', value: 'false' }]
  await apiGateway.send(new UpdateRequestValidatorCommand({ restApiId, requestValidatorId, patchOperations }))
  expect((await send('{}'))[0]).toBe(400)
  await apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }))
  expect((await send('{}'))[0]).toBe(200)
})

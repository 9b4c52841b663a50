import {
  CreateVpcLinkCommand,
  DeleteVpcLinkCommand,
  GetIntegrationCommand,
  GetVpcLinkCommand,
  GetVpcLinksCommand,
  UpdateIntegrationCommand,
  UpdateVpcLinkCommand,
} from '@aws-sdk/client-api-gateway'
import {
  CreateVpcLinkCommand as CreateHttpVpcLinkCommand,
  DeleteVpcLinkCommand as DeleteHttpVpcLinkCommand,
  GetVpcLinkCommand as GetHttpVpcLinkCommand,
} from '@aws-sdk/client-apigatewayv2'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { backends } from '../support/backends.ts'
import { awsClients } from '../support/clients.ts'
import { createMockApi } from '../support/mock-api.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const { apiGateway, httpApi } = awsClients({ origin, account: '333300000052' })
const { start: backend, close } = backends()
afterAll(close)

const TARGET = 'arn:aws:elasticloadbalancing:us-east-1:333300000052:loadbalancer/net/balancer/0123456789abcdef'
const create = (more: object = {}) =>
  apiGateway.send(new CreateVpcLinkCommand({ name: 'link', targetArns: [TARGET], ...more }))

describe('a VPC link of REST APIs', () => {
  it('is pending, then available, renamed and deleted (api-gateway 10.3.17)', async () => {
    const { $metadata, ...made } = await create()
    expect([$metadata.httpStatusCode, made]).toEqual([
      202,
      { id: expect.stringMatching(/^[a-z0-9]{6}$/), name: 'link', targetArns: [TARGET], status: 'PENDING' },
    ])
    const ready = { ...made, status: 'AVAILABLE', statusMessage: 'Your vpc link is ready for use' }
    const at = { vpcLinkId: made.id }
    expect(await apiGateway.send(new GetVpcLinkCommand(at))).toMatchObject({ ...ready, tags: {} })
    expect((await apiGateway.send(new GetVpcLinksCommand({}))).items).toContainEqual(ready)
    const patchOperations = [{ op: 'replace' as const, path: '/name', value: 'link-updated' }]
    const updated = await apiGateway.send(new UpdateVpcLinkCommand({ ...at, patchOperations }))
    expect(updated).toMatchObject({ ...ready, name: 'link-updated', tags: {} })
    expect((await apiGateway.send(new DeleteVpcLinkCommand(at))).$metadata.httpStatusCode).toBe(202)
  })

  it('is refused in AWS’s words (api-gateway 10.4, 10.5.5)', async () => {
    expect(await refusalOf(create({ name: '' }))).toMatchObject({ message: 'Name cannot be empty', status: 400 })
    expect(await refusalOf(create({ targetArns: ['invalid-arn'] }))).toMatchObject({
      name: 'BadRequestException',
      message: 'Invalid ARN. ARN is not well formed invalid-arn',
    })
    for (const command of [GetVpcLinkCommand, DeleteVpcLinkCommand, UpdateVpcLinkCommand]) {
      const asked = apiGateway.send(new command({ vpcLinkId: 'nolink' }) as GetVpcLinkCommand)
      expect(await refusalOf(asked)).toEqual({
        name: 'NotFoundException',
        message: 'Invalid Vpc Link identifier specified',
        status: 404,
      })
    }
  })

  it('leads to what the URI of an integration says, and may be a stage variable (api-gateway 10.6.12)', async () => {
    const uri = `${await backend((request, response) => response.end(`private ${request.url}`))}/base`
    const connectionId = '$' + '{stageVariables.vpcLinkId}'
    const api = await createMockApi({ apiGateway, origin }, [
      {
        httpMethod: 'ANY',
        integration: {
          type: 'HTTP_PROXY',
          integrationHttpMethod: 'GET',
          uri,
          requestTemplates: undefined,
          connectionType: 'VPC_LINK',
          connectionId,
        },
      },
    ])
    expect(await (await api.call('/?a=1')).text()).toBe('private /base?a=1')
    const at = { restApiId: api.apiId, resourceId: api.rootResourceId, httpMethod: 'ANY' }
    const { connectionType, ...integration } = await apiGateway.send(new GetIntegrationCommand(at))
    expect([connectionType, integration.connectionId]).toEqual(['VPC_LINK', connectionId])
    const patchOperations = [{ op: 'replace' as const, path: '/connectionId', value: 'another' }]
    const updated = await apiGateway.send(new UpdateIntegrationCommand({ ...at, patchOperations }))
    expect(updated.connectionId).toBe('another')
  })
})

it('a VPC link of HTTP APIs has a status, a version and a date, and is deleted with 202 (api-gateway 12.6.1)', async () => {
  const input = { Name: 'link', SubnetIds: ['subnet-a'], SecurityGroupIds: ['sg-a'] }
  const made = await httpApi.send(new CreateHttpVpcLinkCommand(input))
  expect(made).toMatchObject({
    ...input,
    VpcLinkStatus: 'PENDING',
    VpcLinkVersion: 'V2',
    CreatedDate: expect.any(Date),
  })
  expect(made.$metadata.httpStatusCode).toBe(201)
  const at = { VpcLinkId: made.VpcLinkId }
  const found = await httpApi.send(new GetHttpVpcLinkCommand(at))
  expect([found.VpcLinkStatus, found.VpcLinkStatusMessage]).toEqual(['AVAILABLE', 'VPC link is ready to route traffic'])
  const gone = await httpApi.send(new DeleteHttpVpcLinkCommand(at))
  expect(gone.$metadata.httpStatusCode).toBe(202)
})

import {
  CreateApiCommand,
  CreateModelCommand,
  CreateRouteCommand,
  CreateRoutingRuleCommand,
  DeleteModelCommand,
  GetIntegrationResponsesCommand,
  GetModelCommand,
  GetModelsCommand,
  GetRouteResponseCommand,
  ListPortalProductsCommand,
  ListPortalsCommand,
  PutRoutingRuleCommand,
} from '@aws-sdk/client-apigatewayv2'
import { beforeAll, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { refusalOf } from '../support/refusal.ts'

const { httpApi } = awsClients({ origin: inject('origin'), account: '333300000058' })

let ApiId: string | undefined
beforeAll(async () => {
  ApiId = (await httpApi.send(new CreateApiCommand({ Name: 'http', ProtocolType: 'HTTP' }))).ApiId
})

it('an HTTP API has none of what WebSocket APIs alone have, and is given none', async () => {
  expect((await httpApi.send(new GetModelsCommand({ ApiId }))).Items).toEqual([])
  const create = new CreateModelCommand({ ApiId, Name: 'm', Schema: '{}' })
  expect(await refusalOf(httpApi.send(create))).toMatchObject({ name: 'BadRequestException', status: 400 })
  const { RouteId } = await httpApi.send(new CreateRouteCommand({ ApiId, RouteKey: 'GET /' }))
  for (const ask of [
    () => httpApi.send(new GetModelCommand({ ApiId, ModelId: 'x' })),
    () => httpApi.send(new DeleteModelCommand({ ApiId, ModelId: 'x' })),
    () => httpApi.send(new GetRouteResponseCommand({ ApiId, RouteId, RouteResponseId: 'x' })),
    () => httpApi.send(new GetIntegrationResponsesCommand({ ApiId, IntegrationId: 'x' })),
  ]) {
    expect(await refusalOf(ask())).toMatchObject({ name: 'NotFoundException', status: 404 })
  }
})

const rule = { DomainName: 'x.example.com', Actions: [], Conditions: [], Priority: 1 }

it.each([
  ['ListPortals', new ListPortalsCommand({})],
  ['ListPortalProducts', new ListPortalProductsCommand({})],
  ['CreateRoutingRule', new CreateRoutingRuleCommand(rule)],
  ['PutRoutingRule', new PutRoutingRuleCommand({ ...rule, RoutingRuleId: 'x' })],
] as const)('%s is refused by name', async (name, command) => {
  const refusal = await refusalOf(httpApi.send(command as ListPortalsCommand))
  expect([refusal.name, refusal.status]).toEqual(['NotImplementedException', 400])
  expect(refusal.message).toContain(name)
})

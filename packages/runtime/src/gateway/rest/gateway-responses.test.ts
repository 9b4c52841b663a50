// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Velocity and stage variables write it so
import { describe, expect, it } from 'vitest'
import { api, headerOf, method, mock, startGateway, textOf } from './gateway.harness.ts'

describe('gateway responses', () => {
  const custom = (gatewayResponses: NonNullable<Parameters<typeof api>[1]>['gatewayResponses']) =>
    startGateway(
      api({ '/x': { GET: method({ integration: mock({ integrationResponses: {} }) }) } }, { gatewayResponses }),
      { v: 'stage' },
    )
  it('of a type replace status, headers and body', async () => {
    const target = custom({
      MISSING_AUTHENTICATION_TOKEN: {
        statusCode: '404',
        responseParameters: {
          'gatewayresponse.header.Access-Control-Allow-Origin': "'*'",
          'gatewayresponse.header.X-Path': 'context.path',
          'gatewayresponse.header.X-Q': 'method.request.querystring.q',
        },
        responseTemplates: {
          'application/json':
            '{"m":$context.error.messageString,"t":"$context.error.responseType","s":"$stageVariables.v","n":"$context.nope","r":"${context.requestId}","#if":1}',
        },
      },
    })
    const response = await target.call('/prod/nope', {
      query: 'q=1',
      headers: { 'X-Amzn-RequestId': '0e5fb841-7398-40ef-891c-4547327ad029' },
    })
    expect([response.status, textOf(response)]).toEqual([
      404,
      '{"m":"Missing Authentication Token","t":"MISSING_AUTHENTICATION_TOKEN","s":"stage","n":"","r":"0e5fb841-7398-40ef-891c-4547327ad029","#if":1}',
    ])
    expect(
      ['Access-Control-Allow-Origin', 'X-Path', 'X-Q', 'x-amzn-RequestId'].map((name) => headerOf(response, name)),
    ).toEqual(['*', '/prod/nope', '1', '0e5fb841-7398-40ef-891c-4547327ad029'])
  })
  it('by class apply to types that are not customized, and keep their status when they have none', async () => {
    const stock = { 'application/json': '{"message":$context.error.messageString}' }
    const target = custom({
      DEFAULT_4XX: { responseParameters: { 'gatewayresponse.header.X': "'4'" }, responseTemplates: stock },
      DEFAULT_5XX: { statusCode: '599', responseParameters: {}, responseTemplates: { 'text/plain': 'broken' } },
    })
    const missing = await target.call('/prod/nope')
    expect([missing.status, textOf(missing), headerOf(missing, 'X')]).toEqual([
      403,
      '{"message":"Missing Authentication Token"}',
      '4',
    ])
    const failed = await target.call('/prod/x')
    expect([failed.status, textOf(failed), headerOf(failed, 'Content-Type')]).toEqual([599, 'broken', 'text/plain'])
  })
  it('may challenge the client, which integration responses may not', async () => {
    const challenge = `Bearer resource_metadata="https://example.com/prod/.well-known/x", scope="a/b"`
    const target = custom({
      DEFAULT_4XX: {
        responseParameters: {
          'gatewayresponse.header.WWW-Authenticate': `'${challenge}'`,
          'gatewayresponse.header.Server': "'mine'",
        },
        responseTemplates: {},
      },
    })
    const response = await target.call('/prod/nope')
    expect(headerOf(response, 'WWW-Authenticate')).toBe(challenge)
    expect(headerOf(response, 'x-amzn-Remapped-Server')).toBe('mine')
  })
  it('may name the kind of error themselves, once', async () => {
    const target = custom({
      DEFAULT_4XX: {
        responseParameters: { 'gatewayresponse.header.X-Amzn-Errortype': "'Mine'" },
        responseTemplates: {},
      },
    })
    const { headers } = await target.call('/prod/nope')
    expect(headers.filter(([name]) => name.toLowerCase() === 'x-amzn-errortype')).toEqual([
      ['X-Amzn-Errortype', 'Mine'],
    ])
  })
  it('that cannot be made give way to the built-in one', async () => {
    const target = custom({
      DEFAULT_4XX: { responseParameters: { 'gatewayresponse.header.X': 'nonsense' }, responseTemplates: {} },
    })
    expect(await target.call('/prod/nope')).toMatchObject({
      status: 403,
      body: '{"message":"Missing Authentication Token"}',
    })
  })
})

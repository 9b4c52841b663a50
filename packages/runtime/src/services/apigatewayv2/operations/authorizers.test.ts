import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CreateAuthorizerRequest } from '../../../generated/apigatewayv2.ts'
import {
  createApi,
  createJwtAuthorizer,
  INVOCATION,
  refusal,
  startHttpApis,
  type TestHttpApis,
} from '../apigatewayv2.harness.ts'

let world: TestHttpApis
let ApiId: string
beforeEach(async () => {
  world = await startHttpApis()
  ApiId = await createApi(world)
})
afterEach(() => world.close())

type Given = Omit<CreateAuthorizerRequest, 'ApiId'>
const create = (given: Given) => world.call('CreateAuthorizer', { ApiId, ...given })
const SOURCE = '$request.header.Authorization'
const jwt = {
  AuthorizerType: 'JWT',
  Name: 'machines',
  IdentitySource: [SOURCE],
  JwtConfiguration: { Audience: ['client'], Issuer: 'https://issuer.example.com' },
} satisfies Given
const request = {
  AuthorizerType: 'REQUEST',
  Name: 'function',
  IdentitySource: [SOURCE],
  AuthorizerUri: INVOCATION,
  AuthorizerPayloadFormatVersion: '2.0',
} satisfies Given

describe('a JWT authorizer (api-gateway 12.2.11)', () => {
  it('is echoed without what belongs to functions', async () => {
    expect(await create(jwt)).toEqual({
      AuthorizerId: expect.stringMatching(/^[a-z0-9]{6}$/),
      AuthorizerType: 'JWT',
      IdentitySource: [SOURCE],
      JwtConfiguration: { Audience: ['client'], Issuer: 'https://issuer.example.com' },
      Name: 'machines',
    })
  })

  it('may have its issuer on this machine', async () => {
    for (const Issuer of ['http://127.0.0.1:8080/realms/a', 'http://localhost:8080', 'http://[::1]:1']) {
      const JwtConfiguration = { ...jwt.JwtConfiguration, Issuer }
      expect(await create({ ...jwt, Name: Issuer, JwtConfiguration })).toMatchObject({ JwtConfiguration })
    }
  })

  it.each<[Partial<Given>, string]>([
    [{ JwtConfiguration: undefined }, 'JwtConfiguration must not be null for JWT Authorizer'],
    [
      { JwtConfiguration: { Audience: ['client'], Issuer: 'http://issuer.example.com' } },
      'Invalid issuer: Issuer is not a valid URL for JWT Authorizer',
    ],
    [
      { JwtConfiguration: { Audience: ['client'], Issuer: 'http://127.0.0.1.example.com' } },
      'Invalid issuer: Issuer is not a valid URL for JWT Authorizer',
    ],
    [
      { JwtConfiguration: { Audience: ['client'], Issuer: 'issuer' } },
      'Invalid issuer: Issuer is not a valid URL for JWT Authorizer',
    ],
    [
      { IdentitySource: ['method.request.header.Authorization'] },
      'Invalid identity source expression: method.request.header.Authorization',
    ],
  ])('is refused with %j', async (more, message) => {
    await expect(create({ ...jwt, ...more })).rejects.toMatchObject(refusal(message))
  })

  it.each<Partial<Given>>([
    { JwtConfiguration: { Audience: [], Issuer: 'https://issuer.example.com' } },
    { IdentitySource: [] },
    { IdentitySource: [SOURCE, '$request.querystring.token'] },
  ])('is refused with %j, in words of ours', async (more) => {
    await expect(create({ ...jwt, ...more })).rejects.toMatchObject({ code: 'BadRequestException' })
  })
})

describe('a Lambda authorizer (api-gateway 12.6.8)', () => {
  it('is remembered for five minutes unless it says how long', async () => {
    expect(await create(request)).toMatchObject({ AuthorizerResultTtlInSeconds: 300, EnableSimpleResponses: false })
    const silent = { ...request, Name: 'never', AuthorizerResultTtlInSeconds: 0 }
    expect(await create(silent)).toMatchObject({ AuthorizerResultTtlInSeconds: 0 })
    const blind = { ...request, Name: 'blind', IdentitySource: [] }
    expect(await create(blind)).toMatchObject({ AuthorizerResultTtlInSeconds: 0 })
  })

  it.each<[Partial<Given>, string]>([
    [{ AuthorizerUri: undefined }, 'AuthorizerUri is a required field in an Authorizer'],
    [
      { AuthorizerPayloadFormatVersion: undefined },
      'AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer',
    ],
    [{ AuthorizerPayloadFormatVersion: '3.0' }, 'AuthorizerPayloadFormatVersion 3.0 is not supported'],
    [
      { AuthorizerPayloadFormatVersion: '1.0', EnableSimpleResponses: true },
      'EnableSimpleResponses can only be set for AuthorizerPayloadFormatVersion "2.0".',
    ],
    [
      { AuthorizerResultTtlInSeconds: 3601 },
      'Authorizer result TTL outside allowable range. TTL must be between 0 and 3600 seconds.',
    ],
    [
      { IdentitySource: [], AuthorizerResultTtlInSeconds: 1 },
      'Identity source must be set if authorizer caching is enabled (TTL is greater than 0)',
    ],
  ])('is refused with %j', async (more, message) => {
    await expect(create({ ...request, ...more })).rejects.toMatchObject(refusal(message))
  })
})

describe('authorizers', () => {
  it('have names of their own in an API', async () => {
    await createJwtAuthorizer(world, ApiId)
    const twice = refusal('Authorizer name must be unique. Authorizer machines already exists in this RestApi.')
    await expect(create(jwt)).rejects.toMatchObject(twice)
    const { AuthorizerId = '' } = await create({ ...jwt, Name: 'others' })
    await expect(world.call('UpdateAuthorizer', { ApiId, AuthorizerId, Name: 'machines' })).rejects.toMatchObject(twice)
    await createJwtAuthorizer(world, await createApi(world))
  })

  it('are judged again as a whole when they change', async () => {
    const AuthorizerId = await createJwtAuthorizer(world, ApiId)
    await expect(
      world.call('UpdateAuthorizer', { ApiId, AuthorizerId, JwtConfiguration: { Issuer: 'https://a.example.com' } }),
    ).rejects.toMatchObject({ code: 'BadRequestException' })
    const JwtConfiguration = { Issuer: 'https://a.example.com', Audience: ['b'] }
    expect(await world.call('UpdateAuthorizer', { ApiId, AuthorizerId, JwtConfiguration })).toMatchObject({
      Name: 'machines',
      JwtConfiguration,
    })
  })
})

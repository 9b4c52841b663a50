import { describe, expect, it } from 'vitest'
import { foreseeHttp, foreseeRest } from './foresee.ts'
import type { HttpStageSnapshot, StageSnapshot, TokenIssuer } from './ports.ts'
import type { MethodDefinition } from './rest/definition.ts'

const issuer: TokenIssuer = {
  poolArn: 'arn:aws:cognito-idp:eu-west-1:111111111111:userpool/eu-west-1_A',
  poolId: 'eu-west-1_A',
  issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A',
  keys: new Map(),
}
const NOW = 1_000_000
const claims = { token_use: 'access', client_id: 'c', scope: 'a/read a/write', exp: 2_000, iat: 500 }
const stage = { place: { account: '1', region: 'eu-west-1' }, apiId: 'api', stageName: 'prod', variables: { p: 'A' } }

const rest = (method: Partial<MethodDefinition>, { policy, ...token }: Record<string, unknown> = {}) => {
  const definition = {
    resources: [{ id: 'r', path: '/', methods: { GET: { httpMethod: 'GET', apiKeyRequired: false, ...method } } }],
    authorizers: {
      pool: {
        id: 'pool',
        name: 'machines',
        type: 'COGNITO_USER_POOLS',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: AWS fills it in.
        providerARNs: ['arn:aws:cognito-idp:eu-west-1:111111111111:userpool/eu-west-1_${stageVariables.p}'],
      },
      other: { id: 'other', name: 'o', type: 'COGNITO_USER_POOLS', providerARNs: ['arn:x:userpool/eu-west-1_B'] },
      fn: { id: 'fn', name: 'asks', type: 'TOKEN' },
    },
    policy,
  }
  const [foreseen] = foreseeRest(
    { ...stage, definition } as unknown as StageSnapshot,
    { issuer, claims: { ...claims, ...token } as typeof claims },
    NOW,
  )
  return foreseen
}

describe('a method of a REST API', () => {
  const guarded = (scopes: string[], authorizerId = 'pool') => ({
    authorizationType: 'COGNITO_USER_POOLS',
    authorizerId,
    authorizationScopes: scopes,
  })

  it('lets a token in as its authorizer does', () => {
    expect(rest(guarded(['a/read', 'x']))).toEqual({ verdict: 'yes' })
    expect(rest(guarded(['x']))).toEqual({
      verdict: 'no',
      reason: 'token has scopes [a/read a/write], method wants one of [x]',
    })
    expect(rest(guarded([]))?.reason).toContain('token_use is "access", the method has no scopes')
    expect(rest(guarded(['a/read'], 'other'))?.reason).toBe('token of pool "eu-west-1_A", authorizer wants eu-west-1_B')
    expect(rest(guarded(['a/read']), { exp: 900 })?.reason).toContain('expired')
    expect(rest(guarded(['a/read']), { exp: undefined })).toEqual({ verdict: 'no', reason: 'the token has no expiry' })
  })

  it('may ask for something else, or for nothing', () => {
    expect(rest({ authorizationType: 'NONE' })).toEqual({ verdict: 'open' })
    expect(rest({ authorizationType: 'NONE', apiKeyRequired: true })).toEqual({
      verdict: 'depends',
      reason: 'the method asks for an API key',
    })
    expect(rest(guarded(['a/read']), { policy: '{}' })).toEqual({
      verdict: 'depends',
      reason: "the API's resource policy has a say",
    })
    expect(rest({ ...guarded(['x']), apiKeyRequired: true })?.verdict).toBe('no')
    expect(rest({ authorizationType: 'AWS_IAM' })?.verdict).toBe('no')
    expect(rest({ authorizationType: 'CUSTOM', authorizerId: 'fn' })).toEqual({
      verdict: 'depends',
      reason: 'the function of the authorizer asks decides',
    })
    expect(rest({ authorizationType: 'MAGIC' })?.verdict).toBe('no')
  })
})

describe('a route of an HTTP API', () => {
  const http = (scopes: string[], jwtConfiguration: object, token = {}) => {
    const route = { routeId: 'r', routeKey: 'GET /', authorizationType: 'JWT', authorizerId: 'jwt' }
    const definition = {
      routes: [{ ...route, authorizationScopes: scopes }],
      authorizers: {
        jwt: { authorizerId: 'jwt', name: 'j', authorizerType: 'JWT', identitySource: [], jwtConfiguration },
      },
    }
    const [foreseen] = foreseeHttp(
      { ...stage, definition } as unknown as HttpStageSnapshot,
      { issuer, claims: { ...claims, ...token } },
      NOW,
    )
    return foreseen
  }

  it('lets a token in as its authorizer does', () => {
    const trusted = { issuer: issuer.issuer }
    expect(http(['a/read'], trusted)).toEqual({ verdict: 'yes' })
    expect(http([], { ...trusted, audience: ['c'] })).toEqual({ verdict: 'yes' })
    expect(http([], { ...trusted, audience: ['d'] })).toEqual({
      verdict: 'no',
      reason: 'the token does not have a valid audience',
    })
    expect(http(['x'], trusted)?.reason).toBe('token has scopes [a/read a/write], route wants one of [x]')
    expect(http([], { issuer: 'https://other' })?.reason).toContain('the token is of')
    expect(http([], trusted, { exp: 900 })?.reason).toBe('the token has expired')
  })
})

import { decodeJwt } from 'jose'
import { afterEach, describe, expect, test } from 'vitest'
import {
  eventOf,
  type Handler,
  lambdaRefusal,
  PASSWORD,
  type PoolWithTriggers,
  poolWithTriggers,
  refused,
  throwing,
} from './triggers.harness.ts'

let pool: PoolWithTriggers | undefined
afterEach(() => pool?.close())

const ROLE = 'arn:aws:iam::123456789012:role/staff'
const start = async (PreTokenGeneration: Handler, version?: 'V1_0' | 'V2_0' | 'V3_0') => {
  pool = await poolWithTriggers({ triggers: { PreTokenGeneration }, ...(version && { version }) })
  const { UserPoolId } = pool
  await pool.person('ann', { email: 'ann@example.com', email_verified: 'true', name: 'Ann' })
  await pool.call('CreateGroup', { UserPoolId, GroupName: 'staff', RoleArn: ROLE })
  await pool.call('AdminAddUserToGroup', { UserPoolId, Username: 'ann', GroupName: 'staff' })
  return pool
}

const tokens = async (pool: PoolWithTriggers) => {
  const { AuthenticationResult: { AccessToken = '', IdToken = '' } = {} } = await pool.signIn()
  return { access: decodeJwt(AccessToken), id: decodeJwt(IdToken) }
}

const FIXED = ['sub', 'iss', 'exp', 'iat', 'jti', 'token_use', 'auth_time', 'origin_jti', 'event_id']
const CLAIMS = ['aud', 'azp', 'amr', 'nonce', 'at_hash', 'identities', 'username', 'client_id', 'version', 'device_key']
const FORGED = Object.fromEntries(
  [...FIXED, ...CLAIMS, 'scope', 'cognito:username', 'cognito:anything'].map((name) => [name, 'forged']),
)

const described = {
  userName: 'ann',
  groups: { groupsToOverride: ['staff'], iamRolesToOverride: [ROLE], preferredRole: ROLE },
  attributes: (sub: unknown) => ({
    sub,
    'cognito:user_status': 'CONFIRMED',
    email: 'ann@example.com',
    email_verified: 'true',
    name: 'Ann',
  }),
}

describe.each([
  ['as an ARN alone', undefined],
  ['V1_0', 'V1_0'],
] as const)('PreTokenGeneration %s', (_, version) => {
  test('is told who gets tokens, and changes the ID token', async () => {
    const pool = await start(
      () => ({
        claimsOverrideDetails: {
          claimsToAddOrOverride: { tenant: 'blue', level: 3, name: 'Other', ...FORGED },
          claimsToSuppress: ['email', ...FIXED, 'aud'],
        },
      }),
      version,
    )
    const { access, id } = await tokens(pool)
    expect(id).toMatchObject({
      tenant: 'blue',
      level: '3',
      name: 'Other',
      aud: pool.ClientId,
      'cognito:groups': ['staff'],
      'cognito:roles': [ROLE],
      'cognito:preferred_role': ROLE,
      'cognito:username': 'ann',
    })
    expect(id).not.toHaveProperty('email')
    for (const name of FIXED) expect(id, name).toHaveProperty(name)
    expect(JSON.stringify(id)).not.toContain('forged')
    expect(access).not.toHaveProperty('tenant')
    expect(JSON.stringify(pool.events)).toBe(
      JSON.stringify([
        eventOf(pool, {
          triggerSource: 'TokenGeneration_Authentication',
          userName: 'ann',
          request: { userAttributes: described.attributes(id.sub), groupConfiguration: described.groups },
          response: { claimsOverrideDetails: null },
        }),
      ]),
    )
  })

  test('changes the groups of both tokens', async () => {
    const groupOverrideDetails = { groupsToOverride: ['b', 'a'], iamRolesToOverride: ['x'], preferredRole: 'y' }
    const { access, id } = await tokens(
      await start(() => ({ claimsOverrideDetails: { groupOverrideDetails } }), version),
    )
    expect(id).toMatchObject({
      'cognito:groups': ['b', 'a'],
      'cognito:roles': ['x'],
      'cognito:preferred_role': 'y',
    })
    expect(access['cognito:groups']).toEqual(['b', 'a'])
    expect(access).not.toHaveProperty('cognito:roles')
  })

  test.each([{}, null])('suppresses the groups with %j', async (groupOverrideDetails) => {
    const { access, id } = await tokens(
      await start(() => ({ claimsOverrideDetails: { groupOverrideDetails } }), version),
    )
    for (const name of ['cognito:groups', 'cognito:roles', 'cognito:preferred_role']) {
      expect(id).not.toHaveProperty([name])
      expect(access).not.toHaveProperty([name])
    }
  })

  test('takes claims that are texts only', async () => {
    const pool = await start(() => ({ claimsOverrideDetails: { claimsToAddOrOverride: { roles: ['a'] } } }), version)
    await expect(pool.signIn()).rejects.toEqual(
      lambdaRefusal('InvalidLambdaResponseException', 'Unrecognizable lambda output'),
    )
  })
})

describe.each([
  ['2', 'V2_0'],
  ['3', 'V3_0'],
] as const)('PreTokenGeneration in form %s', (form, version) => {
  const changing =
    (details: object): Handler =>
    () => ({ claimsAndScopeOverrideDetails: details })

  test('is told the scopes, too, and changes both tokens', async () => {
    const nested = { of: { any: ['kind', 1, true] } }
    const pool = await start(
      changing({
        idTokenGeneration: {
          claimsToAddOrOverride: { tenant: 'blue', nested, 'cognito:roles': ['z'], ...FORGED },
          claimsToSuppress: ['email', ...FIXED, 'aud'],
        },
        accessTokenGeneration: {
          claimsToAddOrOverride: { tenant: 'red', nested, 'cognito:groups': ['mine'], ...FORGED },
          claimsToSuppress: [...FIXED, 'username', 'client_id'],
          scopesToAdd: ['orders/read'],
          scopesToSuppress: ['aws.cognito.signin.user.admin'],
        },
      }),
      version,
    )
    const { access, id } = await tokens(pool)
    expect(id).toMatchObject({ tenant: 'blue', nested, 'cognito:roles': ['z'], aud: pool.ClientId })
    expect(id).not.toHaveProperty('email')
    expect(access).toMatchObject({
      tenant: 'red',
      nested,
      scope: 'orders/read',
      'cognito:groups': ['mine'],
      username: 'ann',
      client_id: pool.ClientId,
      version: 2,
    })
    expect(access).not.toHaveProperty('aud')
    expect(JSON.stringify([access, id])).not.toContain('forged')
    for (const name of FIXED) for (const token of [access, id]) expect(token, name).toHaveProperty(name)
    expect(JSON.stringify(pool.events)).toBe(
      JSON.stringify([
        eventOf(pool, {
          version: form,
          triggerSource: 'TokenGeneration_Authentication',
          userName: 'ann',
          request: {
            userAttributes: described.attributes(id.sub),
            groupConfiguration: described.groups,
            scopes: ['aws.cognito.signin.user.admin'],
          },
          response: { claimsAndScopeOverrideDetails: null },
        }),
      ]),
    )
  })

  test('may bind the access token to the client', async () => {
    const pool = await start(
      ({ callerContext }) =>
        changing({ accessTokenGeneration: { claimsToAddOrOverride: { aud: callerContext.clientId } } })({} as never),
      version,
    )
    expect((await tokens(pool)).access.aud).toBe(pool.ClientId)
  })

  test.each<[string, Handler, string, string]>([
    ['throws', throwing('no'), 'UserLambdaValidationException', 'PreTokenGeneration failed with error no.'],
    [
      'may not be called',
      refused('denied'),
      'UnexpectedLambdaException',
      'PreTokenGeneration invocation failed due to error AccessDeniedException.',
    ],
    [
      'adds a scope with a blank',
      changing({ accessTokenGeneration: { scopesToAdd: ['a b'] } }),
      'InvalidLambdaResponseException',
      'Unrecognizable lambda output',
    ],
    [
      'adds a claim that is null',
      changing({ idTokenGeneration: { claimsToAddOrOverride: { a: null } } }),
      'InvalidLambdaResponseException',
      'Unrecognizable lambda output',
    ],
    [
      'gives a text for groups',
      changing({ groupOverrideDetails: { groupsToOverride: 'a' } }),
      'InvalidLambdaResponseException',
      'Unrecognizable lambda output',
    ],
  ])('that %s leaves nobody signed in', async (_, handler, code, message) => {
    const pool = await start(handler, version)
    await expect(pool.signIn()).rejects.toEqual(lambdaRefusal(code, message))
    expect(await pool.store.list({ kind: 'cognito-idp/token-family' })).toEqual([])
  })

  test('that changes nothing leaves the tokens as they are', async () => {
    const { access, id } = await tokens(await start(() => ({}), version))
    expect(id).toMatchObject({ email: 'ann@example.com', 'cognito:groups': ['staff'] })
    expect(access.scope).toBe('aws.cognito.signin.user.admin')
  })
})

describe('the source of PreTokenGeneration', () => {
  const keep: Handler = () => ({})

  test('is a new password, or a refresh', async () => {
    const pool = await start(keep)
    const { UserPoolId, ClientId } = pool
    await pool.call('AdminSetUserPassword', { UserPoolId, Username: 'ann', Password: PASSWORD, Permanent: false })
    const { Session } = await pool.signIn()
    const { AuthenticationResult } = await pool.call('RespondToAuthChallenge', {
      ClientId,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session,
      ChallengeResponses: { USERNAME: 'ann', NEW_PASSWORD: `${PASSWORD}2` },
      ClientMetadata: { a: 'b' },
    })
    const RefreshToken = AuthenticationResult?.RefreshToken ?? ''
    const AuthParameters = { REFRESH_TOKEN: RefreshToken }
    await pool.signIn('ann', { AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters, ClientMetadata: { not: 'told' } })
    await pool.call('GetTokensFromRefreshToken', { ClientId, RefreshToken, ClientMetadata: { c: 'd' } })
    expect(pool.events.map(({ triggerSource, request }) => [triggerSource, request.clientMetadata])).toEqual([
      ['TokenGeneration_NewPasswordChallenge', { a: 'b' }],
      ['TokenGeneration_RefreshTokens', undefined],
      ['TokenGeneration_RefreshTokens', { c: 'd' }],
    ])
  })

  test('is a refresh at the token endpoint, which tells what failed', async () => {
    let isBroken = false
    const pool = await start((event) =>
      isBroken
        ? throwing('no tenant')(event)
        : { claimsOverrideDetails: { claimsToAddOrOverride: { tenant: 'blue' } } },
    )
    const { UserPoolId } = pool
    await pool.call('CreateUserPoolDomain', { UserPoolId, Domain: 'people' })
    const { UserPoolClient } = await pool.call('CreateUserPoolClient', {
      UserPoolId,
      ClientName: 'web',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      AllowedOAuthFlows: ['code'],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthScopes: ['openid'],
      CallbackURLs: ['https://example.com'],
    })
    const ClientId = UserPoolClient?.ClientId ?? ''
    const { AuthenticationResult } = await pool.signIn('ann', { ClientId })
    const body = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: ClientId,
      refresh_token: AuthenticationResult?.RefreshToken ?? '',
    })
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const refresh = async () => {
      const { status, body: text } = await pool.ask({ headers, body: Buffer.from(String(body)) }, 'people')
      return { status, body: JSON.parse(String(text)) as Record<string, string> }
    }
    const { body: fresh } = await refresh()
    expect(decodeJwt(fresh.id_token ?? '')).toMatchObject({ tenant: 'blue' })
    expect(pool.sources()).toEqual(['TokenGeneration_Authentication', 'TokenGeneration_RefreshTokens'])
    isBroken = true
    expect(await refresh()).toEqual({
      status: 400,
      body: { error: 'invalid_request', error_description: 'PreTokenGeneration failed with error no tenant.' },
    })
  })
})

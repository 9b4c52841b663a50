import { decodeJwt } from 'jose'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type FunctionCall, type FunctionCaller, FunctionRefusal } from '../../../kernel/functions.ts'
import { HOME, machineClient, machinePool, startCognito, type TestCognito } from '../cognito.harness.ts'

const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:claims'

let cognito: TestCognito | undefined
afterEach(async () => {
  vi.useRealTimers()
  await cognito?.close()
})

/** A pool whose function is played by `answer`; what it was called with. */
async function poolWith(answer: (event: Event) => unknown, LambdaVersion: 'V2_0' | 'V3_0' = 'V3_0') {
  const calls: FunctionCall[] = []
  const invoke: FunctionCaller['invoke'] = async (call) => {
    calls.push(call)
    const payload = Buffer.from(JSON.stringify(await answer(JSON.parse(String(call.payload)))))
    return { requestId: 'r', executedVersion: '$LATEST', payload, error: isFailure(payload) }
  }
  cognito = await startCognito({ functions: { invoke } })
  const pool = await machinePool(cognito)
  await cognito.call('UpdateUserPool', {
    UserPoolId: pool.UserPoolId,
    LambdaConfig: { PreTokenGenerationConfig: { LambdaArn: FUNCTION, LambdaVersion } },
  })
  const started = cognito
  const token = async (form: Record<string, string> = {}) => {
    const response = await started.token(pool.domain, pool.clientId, pool.secret, form)
    return { status: response.status, body: JSON.parse(String(response.body)) as Record<string, string> }
  }
  const claims = async (form?: Record<string, string>) => decodeJwt((await token(form)).body.access_token ?? '')
  return { ...pool, cognito: started, calls, token, claims }
}

interface Event {
  readonly request: { readonly clientMetadata?: Readonly<Record<string, string>> }
}

const isFailure = (payload: Buffer) => String(payload).startsWith('{"errorMessage"')

/** Answers as a function that fills in the details of the access token. */
const generating = (accessTokenGeneration: unknown) => (event: object) => ({
  ...event,
  response: { claimsAndScopeOverrideDetails: { accessTokenGeneration } },
})

describe('a token that a function of the pool has a say in', () => {
  test('is told of in the documented event, by the pool itself', async () => {
    const { calls, claims, clientId, UserPoolId } = await poolWith((event) => event)
    await claims({ scope: 'api/read', aws_client_metadata: '{"tenant":"a"}' })
    expect(calls).toMatchObject([
      {
        functionArn: FUNCTION,
        principal: {
          service: 'cognito-idp.amazonaws.com',
          sourceArn: `arn:aws:cognito-idp:us-east-1:${HOME.account}:userpool/${UserPoolId}`,
          sourceAccount: HOME.account,
        },
      },
    ])
    expect(String(calls[0]?.payload)).toBe(
      `{"version":"3","triggerSource":"TokenGeneration_ClientCredentials","region":"us-east-1",` +
        `"userPoolId":"${UserPoolId}","userName":"ClientCredentials",` +
        `"callerContext":{"awsSdkVersion":"aws-sdk-unknown-unknown","clientId":"${clientId}"},` +
        `"request":{"userAttributes":{},"groupConfiguration":null,"scopes":["api/read"],"clientMetadata":{"tenant":"a"}},` +
        `"response":{"claimsAndScopeOverrideDetails":null}}`,
    )
  })

  test('has its claims and scopes, and those that stand in no resource server', async () => {
    const added = { tenant: 'a', level: 3, admin: true, roles: ['x', 1, false], nested: { of: { any: ['kind'] } } }
    const { claims } = await poolWith(
      generating({
        claimsToAddOrOverride: { ...added, gone: 'x' },
        claimsToSuppress: ['gone', 'not-there'],
        scopesToAdd: ['MyAPI.read', 'api/read'],
        scopesToSuppress: ['api/write'],
      }),
    )
    const token = await claims()
    expect(token).toMatchObject({ ...added, scope: 'api/read MyAPI.read' })
    expect(token).not.toHaveProperty('gone')
  })

  test('keeps what no function can change', async () => {
    const names = ['sub', 'iss', 'exp', 'iat', 'jti', 'token_use', 'version', 'client_id', 'auth_time', 'scope']
    const absent = ['username', 'cognito:groups', 'cognito:anything', 'origin_jti', 'event_id', 'nbf', 'identities']
    const { claims, clientId } = await poolWith(
      generating({
        claimsToAddOrOverride: Object.fromEntries([...names, ...absent].map((name) => [name, 'forged'])),
        claimsToSuppress: names,
      }),
    )
    const token = await claims()
    expect(token).toMatchObject({
      sub: clientId,
      client_id: clientId,
      token_use: 'access',
      version: 2,
      scope: 'api/read',
    })
    for (const name of names) expect(token, name).toHaveProperty(name)
    for (const name of absent) expect(token, name).not.toHaveProperty([name])
    expect(JSON.stringify(token)).not.toContain('forged')
  })

  test('may be for the client itself and for nobody else', async () => {
    let aud = ''
    const { claims, clientId } = await poolWith((event) => generating({ claimsToAddOrOverride: { aud } })(event))
    aud = 'another'
    expect(await claims()).not.toHaveProperty('aud')
    aud = clientId
    expect((await claims()).aud).toBe(clientId)
  })

  test.each([
    ['no details', (event: object) => event],
    ['details of the other token', (event: object) => ({ ...event, response: { claimsAndScopeOverrideDetails: {} } })],
    ['null for each', generating({ claimsToAddOrOverride: null, claimsToSuppress: null, scopesToAdd: null })],
  ])('is as without it where the function gives %s', async (_, answer) => {
    const { claims } = await poolWith(answer)
    expect(Object.keys(await claims())).toHaveLength(10)
  })

  test('is not told to a function of version V2_0, which is for users', async () => {
    const { calls, claims } = await poolWith((event) => event, 'V2_0')
    expect((await claims()).scope).toBe('api/read')
    expect(calls).toEqual([])
  })
})

const failed = (description: string) => ({
  status: 400,
  body: { error: 'invalid_request', error_description: description },
})

describe('no token', () => {
  test.each<[why: string, answer: (event: object) => unknown, description: string]>([
    [
      'throws',
      () => ({ errorMessage: 'no tenant', errorType: 'Error' }),
      'PreTokenGeneration failed with error no tenant.',
    ],
    ['returns nothing', () => null, 'Unrecognizable lambda output'],
    ['returns a list', () => [], 'Unrecognizable lambda output'],
    ['returns no response', () => ({}), 'Unrecognizable lambda output'],
    ['returns another event', (event) => ({ ...event, userName: 'ann', response: {} }), 'Unrecognizable lambda output'],
    ['returns the response alone', () => ({ response: {} }), 'Unrecognizable lambda output'],
    ['names a scope with a blank', generating({ scopesToAdd: ['a b'] }), 'Unrecognizable lambda output'],
    ['suppresses what is no text', generating({ claimsToSuppress: [1] }), 'Unrecognizable lambda output'],
    ['adds a list of claims', generating({ claimsToAddOrOverride: ['a'] }), 'Unrecognizable lambda output'],
    [
      'adds too many claims',
      generating({ claimsToAddOrOverride: Object.fromEntries(Array.from({ length: 5001 }, (_, i) => [`c${i}`, i])) }),
      'Unrecognizable lambda output',
    ],
  ])('where the function %s', async (_, answer, description) => {
    const { token } = await poolWith(answer)
    expect(await token()).toEqual(failed(description))
  })

  test.each([
    ['denied', 'AccessDeniedException'],
    ['missing', 'ResourceNotFoundException'],
    ['throttled', 'TooManyRequestsException'],
    ['not-runnable', 'Python is not on this machine'],
  ] as const)('where the function is %s', async (reason, told) => {
    const { token } = await poolWith(() => {
      throw new FunctionRefusal(reason, 'Python is not on this machine')
    })
    expect(await token()).toEqual(failed(`PreTokenGeneration invocation failed due to error ${told}.`))
  })

  test('where it does not answer three times in five seconds each', async () => {
    const { calls, token } = await poolWith(() => new Promise(() => {}))
    vi.useFakeTimers()
    const answer = token()
    for (let attempt = 1; attempt <= 3; attempt++) {
      await vi.waitFor(() => expect(calls).toHaveLength(attempt))
      await vi.advanceTimersByTimeAsync(5000)
    }
    expect(await answer).toEqual(
      failed('PreTokenGeneration invocation failed due to error Socket timeout while invoking Lambda function.'),
    )
  })

  test('by GetClientToken either, which says what failed', async () => {
    const { cognito, UserPoolId } = await poolWith((event) => {
      const { tenant } = event.request.clientMetadata ?? {}
      return tenant ? generating({ claimsToAddOrOverride: { tenant } })(event) : null
    })
    const { clientId, secret } = await machineClient(cognito, UserPoolId, ['api/read'], {
      AllowedOAuthFlowsUserPoolClient: undefined,
      AllowedOAuthFlows: undefined,
      ExplicitAuthFlows: ['ALLOW_CLIENT_TOKEN_AUTH'],
    })
    const ask = (ClientMetadata?: Record<string, string>) =>
      cognito.call('GetClientToken', { ClientId: clientId, Secret: secret, ClientMetadata })
    const { ClientAuthenticationResult } = await ask({ tenant: 'a' })
    expect(decodeJwt(ClientAuthenticationResult?.AccessToken ?? '')).toMatchObject({ tenant: 'a' })
    await expect(ask()).rejects.toMatchObject({ code: 'InvalidLambdaResponseException' })
  })
})

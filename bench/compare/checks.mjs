// The list. Each check makes what it needs through AWS's own operations with AWS's SDK, and throws where the answer is
// not AWS's. What an emulator's addresses look like does not count: http.mjs tries those that are known.
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateAuthorizerCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
} from '@aws-sdk/client-apigatewayv2'
import {
  AdminConfirmSignUpCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { configFor, deployExample, deployFunction, SCOPE } from '../deployment.mjs'
import { callApi, callWhere, checkedApi, cognitoApi, deployMocks, keyedApi, openApi } from './apis.mjs'
import { domainAddresses, expectSame, expectStatus, firstWith, stageAddresses } from './http.mjs'
import {
  askToken,
  basic,
  cognitoOf,
  FORM,
  machines,
  once,
  tokenEndpoint,
  tokenForm,
  tokenOf,
  verified,
} from './machines.mjs'

const PASSWORD = 'Harbor-42-Lantern!'

const tokens = [
  ['a token by client credentials, with Basic', (world) => tokenEndpoint(world)],
  [
    'the same with the secret in the form',
    async (world) => {
      const { reader } = await machines(world)
      expectStatus(await askToken(world, FORM, tokenForm('orders/read', reader)), 200)
    },
  ],
  [
    'a wrong secret is `invalid_client`',
    async (world) => {
      const { reader } = await machines(world)
      const wrong = await askToken(world, basic({ ...reader, secret: 'wrong' }), tokenForm('orders/read'))
      expectSame('error', expectStatus(wrong, 400, 401).json?.error, 'invalid_client')
    },
  ],
  [
    'a scope that the client may not have is refused',
    async (world) => {
      const { reader } = await machines(world)
      expectStatus(await askToken(world, basic(reader), tokenForm('orders/write')), 400)
    },
  ],
  [
    'a scope that there is not is refused',
    async (world) => {
      const { reader } = await machines(world)
      expectStatus(await askToken(world, basic(reader), tokenForm('orders/nothing')), 400)
    },
  ],
  [
    'the pool’s JWKS verifies it, and its claims are AWS’s',
    async (world) => {
      const { poolId, reader } = await machines(world)
      const claims = await verified(world, await tokenOf(world, 'reader'), poolId)
      const { token_use, client_id, scope, sub } = claims
      expectSame(
        'claims',
        { token_use, client_id, scope, sub },
        {
          ...{ token_use: 'access', client_id: reader.id, scope: 'orders/read', sub: reader.id },
        },
      )
      if (!String(claims.iss).endsWith(`/${poolId}`)) throw new Error(`iss is ${claims.iss}`)
    },
  ],
  [
    'it lives as long as the client’s setting says',
    async (world) => {
      const { poolId } = await machines(world)
      const { exp, iat } = await verified(world, await tokenOf(world, 'reader'), poolId)
      expectSame('lifetime', exp - iat, 300)
    },
  ],
]

const restApis = [
  [
    'a mock method answers by its template',
    async (world) => {
      expectSame('body', (await callApi(world, await openApi(world), '/open', 200)).json, { path: '/open' })
    },
  ],
  [
    'a Cognito authorizer lets a token with the scope in',
    async (world) => {
      const headers = { authorization: await tokenOf(world, 'reader') }
      await callApi(world, await cognitoApi(world), '/orders', 200, { headers })
    },
  ],
  [
    '… and answers 401 without a token',
    async (world) => {
      const known = { headers: { authorization: await tokenOf(world, 'reader') } }
      expectStatus(await callWhere(world, await cognitoApi(world), '/orders', known), 401)
    },
  ],
  [
    '… 401 to a token that was tampered with',
    async (world) => {
      const token = await tokenOf(world, 'reader')
      const known = { headers: { authorization: token } }
      const headers = { authorization: `${token.slice(0, -12)}AAAAAAAAAAAA` }
      expectStatus(await callWhere(world, await cognitoApi(world), '/orders', known, { headers }), 401)
    },
  ],
  [
    '… and refuses one without the scope',
    async (world) => {
      const known = { headers: { authorization: await tokenOf(world, 'reader') } }
      const headers = { authorization: await tokenOf(world, 'writer') }
      expectStatus(await callWhere(world, await cognitoApi(world), '/orders', known, { headers }), 401, 403)
    },
  ],
  [
    'an API key is asked for: 403 without it, 200 with it',
    async (world) => {
      const { apiId, key } = await keyedApi(world)
      const answer = await callWhere(world, apiId, '/keyed', { headers: { 'x-api-key': key } })
      expectStatus(answer, 403)
    },
  ],
  [
    'a usage plan’s limit ends in 429',
    async (world) => {
      const { apiId, key } = await keyedApi(world)
      const headers = { 'x-api-key': key }
      await new Promise((resolve) => setTimeout(resolve, 2500))
      const { address } = await firstWith(world.origin, stageAddresses(world.origin, apiId, 'prod', '/keyed'), 200, {
        headers,
      })
      const calls = Array.from({ length: 10 }, () =>
        firstWith(world.origin, [address], 429, { headers }).then(
          () => 1,
          () => 0,
        ),
      )
      if (!(await Promise.all(calls)).includes(1)) throw new Error('ten calls at once, and no 429')
    },
  ],
  [
    'a body that does not fit its model is a 400',
    async (world) => {
      const post = (body) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body })
      const known = post('{"sku": "A-1"}')
      expectStatus(await callWhere(world, await checkedApi(world), '/orders', known, post('{}')), 400)
    },
  ],
  [
    'a resource policy that denies is a 403',
    async (world) => {
      const statement = { Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' }
      const policy = (Effect) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect, ...statement }] })
      await callApi(world, await deployMocks(world, { open: {} }, { policy: policy('Allow') }), '/open', 200)
      const denied = await deployMocks(world, { open: {} }, { policy: policy('Deny') })
      const answer = await callApi(world, denied, '/open', 403)
      if (!/not authorized/i.test(answer.text)) throw new Error(`403: ${answer.text.slice(0, 80)}`)
    },
  ],
]

const functionsAndHttp = [
  [
    'a Node function answers behind a REST API',
    async (world) => {
      const code =
        'exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify({ path: event.path }) })'
      const base = await deployFunction(world.origin, code, await machines(world))
      const apiId = base.split('/').find((part) => /^[a-z0-9]{8,12}$/.test(part))
      expectSame('body', (await callApi(world, apiId, '/open', 200)).json?.path, '/open')
    },
  ],
  [
    'an HTTP API’s JWT authorizer: 200, and 401 without a token',
    async (world) => {
      const { apiId, headers } = await jwtApi(world)
      const addresses = httpAddresses(world, apiId)
      const { address } = await firstWith(world.origin, addresses, 200, { headers })
      await firstWith(world.origin, [address], 401)
    },
  ],
  [
    '… and 403 without the scope',
    async (world) => {
      const { apiId, headers } = await jwtApi(world)
      const { address } = await firstWith(world.origin, httpAddresses(world, apiId), 200, { headers })
      const writer = { headers: { authorization: `Bearer ${await tokenOf(world, 'writer')}` } }
      await firstWith(world.origin, [address], 403, writer)
    },
  ],
  ['the tutorial’s CDK stacks deploy through change sets', (world) => tutorial(world)],
  [
    '… and its API takes the token of its client, and no call without one',
    async (world) => {
      const { apiId, clientId: id, clientSecret: secret, domain, poolId } = await tutorial(world)
      const { answer } = await firstWith(world.origin, domainAddresses(domain, poolId, '/oauth2/token'), 200, {
        method: 'POST',
        headers: basic({ id, secret }),
        body: tokenForm(SCOPE),
      })
      const known = { headers: { authorization: answer.json?.access_token ?? 'none' } }
      expectStatus(await callWhere(world, apiId, '/awesomeapi', known), 401)
    },
  ],
]

const people = [
  ['somebody signs up, is confirmed and signs in with a password', (world) => signedIn(world)],
  [
    '… and the pool’s JWKS verifies the ID token',
    async (world) => {
      const { poolId, clientId, IdToken } = await signedIn(world)
      const { token_use, aud, email } = await verified(world, IdToken, poolId)
      expectSame('claims', { token_use, aud, email }, { token_use: 'id', aud: clientId, email: 'ann@example.com' })
    },
  ],
  [
    'a wrong password is `NotAuthorizedException`',
    async (world) => {
      const { clientId } = await signedIn(world)
      const error = await signIn(world, clientId, 'Wrong-42-Lantern!').catch(({ name }) => name)
      expectSame('error', error, 'NotAuthorizedException')
    },
  ],
  [
    'a hosted page to sign in at',
    async (world) => {
      const { domain, poolId, clientId } = await withPages(world)
      const query = `?client_id=${clientId}&response_type=code&redirect_uri=https://example.com/`
      const { answer } = await firstWith(world.origin, domainAddresses(domain, poolId, `/login${query}`), 200)
      if (!/<form/i.test(answer.text)) throw new Error('200 without a form')
    },
  ],
]

/** In the order in which they are put. */
export const CHECKS = [
  ...inGroup('Tokens of machines', tokens),
  ...inGroup('REST APIs', restApis),
  ...inGroup('Functions, HTTP APIs and CDK', functionsAndHttp),
  ...inGroup('People', people),
]

function inGroup(group, list) {
  return list.map(([name, check]) => ({ group, name, check }))
}

const tutorial = (world) => once(world, 'tutorial', () => deployExample(world.origin, world.assembly))

function httpAddresses({ origin }, apiId) {
  const { port } = new URL(origin)
  return [
    { host: `${apiId}.execute-api.us-east-1.amazonaws.com`, path: '/orders' },
    { host: `${apiId}.execute-api.localhost:${port}`, path: '/orders' },
    { path: `/_aws/execute-api/${apiId}/$default/orders` },
    { path: `/_aws/execute-api/${apiId}/orders` },
  ]
}

const jwtApi = (world) =>
  once(world, 'jwt', async () => {
    const { reader, writer } = await machines(world)
    const token = await tokenOf(world, 'reader')
    const Issuer = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString()).iss
    const api = new ApiGatewayV2Client({ ...configFor(world.origin), maxAttempts: 1 })
    const { ApiId } = await api.send(new CreateApiCommand({ Name: 'http', ProtocolType: 'HTTP' }))
    const { AuthorizerId } = await api.send(
      new CreateAuthorizerCommand({
        ApiId,
        AuthorizerType: 'JWT',
        Name: 'machines',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Issuer, Audience: [reader.id, writer.id] },
      }),
    )
    const { IntegrationId } = await api.send(
      new CreateIntegrationCommand({
        ...{ ApiId, IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'GET', IntegrationUri: world.backend },
        PayloadFormatVersion: '1.0',
      }),
    )
    await api.send(
      new CreateRouteCommand({
        ...{ ApiId, RouteKey: 'GET /orders', Target: `integrations/${IntegrationId}`, AuthorizationType: 'JWT' },
        ...{ AuthorizerId, AuthorizationScopes: ['orders/read'] },
      }),
    )
    await api.send(new CreateStageCommand({ ApiId, StageName: '$default', AutoDeploy: true }))
    return { apiId: ApiId, headers: { authorization: `Bearer ${token}` } }
  })

const signedIn = (world) =>
  once(world, 'person', async () => {
    const cognito = cognitoOf(world)
    const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'people' }))
    const UserPoolId = UserPool.Id
    const { UserPoolClient } = await cognito.send(
      new CreateUserPoolClientCommand({
        ...{ UserPoolId, ClientName: 'app' },
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      }),
    )
    const { ClientId } = UserPoolClient
    const UserAttributes = [{ Name: 'email', Value: 'ann@example.com' }]
    await cognito.send(new SignUpCommand({ ClientId, Username: 'ann@example.com', Password: PASSWORD, UserAttributes }))
    await cognito.send(new AdminConfirmSignUpCommand({ UserPoolId, Username: 'ann@example.com' }))
    const { AuthenticationResult } = await signIn(world, ClientId, PASSWORD)
    if (!AuthenticationResult?.IdToken) throw new Error('no ID token')
    return { poolId: UserPoolId, clientId: ClientId, IdToken: AuthenticationResult.IdToken }
  })

async function withPages(world) {
  const cognito = cognitoOf(world)
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'pages' }))
  const [UserPoolId, Domain] = [UserPool.Id, `pages-${Date.now()}`]
  await cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain }))
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      ...{ UserPoolId, ClientName: 'app', CallbackURLs: ['https://example.com/'] },
      ...{ AllowedOAuthFlows: ['code'], AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthScopes: ['openid'] },
      SupportedIdentityProviders: ['COGNITO'],
    }),
  )
  return { domain: Domain, poolId: UserPoolId, clientId: UserPoolClient.ClientId }
}

function signIn(world, ClientId, PASSWORD_GIVEN) {
  const AuthParameters = { USERNAME: 'ann@example.com', PASSWORD: PASSWORD_GIVEN }
  return cognitoOf(world).send(new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }))
}

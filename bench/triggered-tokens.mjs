// What a pool's own function costs a token of a machine: such a token beside what it consists of, which is a warm invocation
// of the same function with the same event, here through Lambda's API, and a token without one, most of which is its
// signature.
import { compare } from './beside.mjs'
import { deployTemplate, takeToken, tokenRequest } from './deployment.mjs'
import { load } from './processes.mjs'
import { explain, percent, report } from './report.mjs'

const CODE = `exports.handler = async (event) => {
  event.response.claimsAndScopeOverrideDetails = {
    accessTokenGeneration: { claimsToAddOrOverride: { tenant: 'a' }, scopesToAdd: ['a/b'] },
  }
  return event
}`
/** Calls at once: each is a process of its own. */
const CONNECTIONS = 8
const WARM_UP_SECONDS = 6
const DOMAIN = 'bench-triggered'

export async function triggeredTokens(server, machine, rounds, folder) {
  const deployed = await deployPool(server.origin)
  await takeToken(server.origin, { domain: DOMAIN, ...deployed })
  const requests = [tokenOf(deployed), invocationOf(deployed), tokenRequest(machine, machine)]
  const [triggered, invocation, plain] = requests.map((request) => ({ ...server, requests: [request] }))
  for (const each of [triggered, invocation]) {
    await load({ ...each, seconds: WARM_UP_SECONDS, connections: CONNECTIONS }, folder)
  }
  const besides = (other) => compare(triggered, other, rounds, folder, { connections: CONNECTIONS })
  const [ofInvocation, ofPlain] = [await besides(invocation), await besides(plain)]
  const parts = ofInvocation.cpu + ofPlain.cpu
  report(
    'tokens with a V3_0 function, processor time of both parts',
    percent(parts),
    '>= 80 %',
    parts >= 0.8,
    'an invocation and a plain token',
  )
  explain('tokens with a V3_0 function, of its warm invocations', percent(ofInvocation.perSecond), ofInvocation.raw)
  explain('tokens with a V3_0 function, of tokens without', percent(ofPlain.perSecond), ofPlain.raw)
}

async function deployPool(origin) {
  const UserPoolId = { Ref: 'Pool' }
  const arn = { 'Fn::GetAtt': ['Function', 'Arn'] }
  const {
    Function: functionName,
    Client: clientId,
    Secret: clientSecret,
  } = await deployTemplate(origin, 'Triggered', {
    Resources: {
      Function: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Runtime: 'nodejs22.x',
          Handler: 'index.handler',
          Role: 'arn:aws:iam::000000000000:role/bench',
          Code: { ZipFile: CODE },
        },
      },
      Permission: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: { Ref: 'Function' },
          Principal: 'cognito-idp.amazonaws.com',
        },
      },
      Pool: {
        Type: 'AWS::Cognito::UserPool',
        Properties: {
          UserPoolTier: 'ESSENTIALS',
          LambdaConfig: { PreTokenGenerationConfig: { LambdaArn: arn, LambdaVersion: 'V3_0' } },
        },
      },
      Domain: { Type: 'AWS::Cognito::UserPoolDomain', Properties: { UserPoolId, Domain: DOMAIN } },
      Server: {
        Type: 'AWS::Cognito::UserPoolResourceServer',
        Properties: {
          UserPoolId,
          Identifier: 'api',
          Name: 'api',
          Scopes: [{ ScopeName: 'read', ScopeDescription: 'read' }],
        },
      },
      Client: {
        Type: 'AWS::Cognito::UserPoolClient',
        DependsOn: 'Server',
        Properties: {
          UserPoolId,
          GenerateSecret: true,
          AllowedOAuthFlowsUserPoolClient: true,
          AllowedOAuthFlows: ['client_credentials'],
          AllowedOAuthScopes: ['api/read'],
        },
      },
    },
    Outputs: {
      Function: { Value: { Ref: 'Function' } },
      Client: { Value: { Ref: 'Client' } },
      Secret: { Value: { 'Fn::GetAtt': ['Client', 'ClientSecret'] } },
    },
  })
  return { functionName, clientId, clientSecret }
}

const requestOf = (path, body, ...headers) =>
  [`POST ${path} HTTP/1.1`, 'Host: 127.0.0.1', ...headers, `Content-Length: ${body.length}`, '', body].join('\r\n')

function tokenOf({ clientId, clientSecret }) {
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
  return requestOf(
    `/_aws/cognito/${DOMAIN}/oauth2/token`,
    'grant_type=client_credentials&scope=api%2Fread',
    `Authorization: Basic ${basic}`,
    'Content-Type: application/x-www-form-urlencoded',
  )
}

function invocationOf({ functionName, clientId }) {
  const event = {
    version: '3',
    triggerSource: 'TokenGeneration_ClientCredentials',
    region: 'us-east-1',
    userPoolId: 'us-east-1_AbCdEfGhI',
    userName: 'ClientCredentials',
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId },
    request: { userAttributes: {}, groupConfiguration: null, scopes: ['api/read'] },
    response: { claimsAndScopeOverrideDetails: null },
  }
  const scope = 'test/20300101/us-east-1/lambda/aws4_request'
  return requestOf(
    `/2015-03-31/functions/${functionName}/invocations`,
    JSON.stringify(event),
    `Authorization: AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=x`,
    'X-Amz-Date: 20300101T000000Z',
    'Content-Type: application/json',
  )
}

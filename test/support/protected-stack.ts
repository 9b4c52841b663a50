const REGION = { Ref: 'AWS::Region' }
const SUFFIX = { Ref: 'AWS::URLSuffix' }
const joined = (...parts: (string | object)[]) => ({ Value: { 'Fn::Join': ['', parts] } })

/** The template that these tests deploy most: a pool with a machine client, and an API that asks for its tokens. */
export function protectedStack({
  domain,
  minutes = 60,
  message = 'hello',
  scopes = ['orders/read'],
  client = {},
  extra = {},
}: {
  readonly domain: string
  readonly minutes?: number
  readonly message?: string
  readonly scopes?: readonly string[]
  /** More properties of the client. */
  readonly client?: object
  /** More resources. */
  readonly extra?: object
}) {
  const pool = { Ref: 'Pool' }
  const api = { Ref: 'Api' }
  // As the CDK does it: what a deployment holds is in its name, so that a change makes a new one.
  const deployment = `Deployment${Buffer.from(message).toString('hex')}`
  return {
    Resources: {
      Pool: { Type: 'AWS::Cognito::UserPool' },
      Orders: {
        Type: 'AWS::Cognito::UserPoolResourceServer',
        Properties: {
          UserPoolId: pool,
          Identifier: 'orders',
          Name: 'Orders',
          Scopes: ['read', 'write'].map((name) => ({ ScopeName: name, ScopeDescription: name })),
        },
      },
      Client: {
        Type: 'AWS::Cognito::UserPoolClient',
        DependsOn: 'Orders',
        Properties: {
          UserPoolId: pool,
          GenerateSecret: true,
          AllowedOAuthFlows: ['client_credentials'],
          AllowedOAuthFlowsUserPoolClient: true,
          AllowedOAuthScopes: scopes,
          AccessTokenValidity: minutes,
          TokenValidityUnits: { AccessToken: 'minutes' },
          ...client,
        },
      },
      Domain: { Type: 'AWS::Cognito::UserPoolDomain', Properties: { UserPoolId: pool, Domain: domain } },
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders' } },
      Authorizer: {
        Type: 'AWS::ApiGateway::Authorizer',
        Properties: {
          RestApiId: api,
          Name: 'machines',
          Type: 'COGNITO_USER_POOLS',
          IdentitySource: 'method.request.header.Authorization',
          ProviderARNs: [{ 'Fn::GetAtt': ['Pool', 'Arn'] }],
        },
      },
      Resource: {
        Type: 'AWS::ApiGateway::Resource',
        Properties: { RestApiId: api, ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, PathPart: 'orders' },
      },
      Method: {
        Type: 'AWS::ApiGateway::Method',
        Properties: {
          RestApiId: api,
          ResourceId: { Ref: 'Resource' },
          HttpMethod: 'GET',
          AuthorizationType: 'COGNITO_USER_POOLS',
          AuthorizerId: { Ref: 'Authorizer' },
          AuthorizationScopes: ['orders/read'],
          MethodResponses: [{ StatusCode: '200' }],
          Integration: {
            Type: 'MOCK',
            RequestTemplates: { 'application/json': '{"statusCode": 200}' },
            IntegrationResponses: [{ StatusCode: '200', ResponseTemplates: { 'application/json': message } }],
          },
        },
      },
      [deployment]: {
        Type: 'AWS::ApiGateway::Deployment',
        DependsOn: 'Method',
        Properties: { RestApiId: api },
      },
      Stage: {
        Type: 'AWS::ApiGateway::Stage',
        Properties: { RestApiId: api, StageName: 'prod', DeploymentId: { Ref: deployment } },
      },
      ...extra,
    },
    Outputs: {
      ClientId: { Value: { Ref: 'Client' } },
      Issuer: { Value: { 'Fn::GetAtt': ['Pool', 'ProviderURL'] } },
      TokenEndpoint: joined('https://', { Ref: 'Domain' }, '.auth.', REGION, '.amazoncognito.com/oauth2/token'),
      Endpoint: joined('https://', api, '.execute-api.', REGION, '.', SUFFIX, '/', { Ref: 'Stage' }, '/orders'),
    },
  }
}

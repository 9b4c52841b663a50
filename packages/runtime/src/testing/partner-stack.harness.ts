const all = (type: string, Properties: object, more: object = {}) => ({ Type: type, Properties, ...more })
const ref = (Ref: string) => ({ Ref })

/** A pool with one machine client, and an API whose one method asks for the scope `orders/read`. */
export function partnerStack({ minutes = 60 }: { readonly minutes?: number } = {}) {
  const scope = (ScopeName: string) => ({ ScopeName, ScopeDescription: ScopeName })
  return {
    Resources: {
      Pool: all('AWS::Cognito::UserPool', {}),
      Domain: all('AWS::Cognito::UserPoolDomain', { UserPoolId: ref('Pool'), Domain: 'orders' }),
      Scopes: all('AWS::Cognito::UserPoolResourceServer', {
        UserPoolId: ref('Pool'),
        Identifier: 'orders',
        Name: 'orders',
        Scopes: [scope('read'), scope('write')],
      }),
      Client: all(
        'AWS::Cognito::UserPoolClient',
        {
          ClientName: 'partner',
          UserPoolId: ref('Pool'),
          GenerateSecret: true,
          AllowedOAuthFlows: ['client_credentials'],
          AllowedOAuthFlowsUserPoolClient: true,
          AllowedOAuthScopes: ['orders/read', 'orders/write'],
          AccessTokenValidity: minutes,
          TokenValidityUnits: { AccessToken: 'minutes' },
        },
        { DependsOn: 'Scopes' },
      ),
      Api: all('AWS::ApiGateway::RestApi', { Name: 'orders' }),
      Authorizer: all('AWS::ApiGateway::Authorizer', {
        RestApiId: ref('Api'),
        Name: 'machines',
        Type: 'COGNITO_USER_POOLS',
        IdentitySource: 'method.request.header.Authorization',
        ProviderARNs: [{ 'Fn::GetAtt': ['Pool', 'Arn'] }],
      }),
      Method: all('AWS::ApiGateway::Method', {
        RestApiId: ref('Api'),
        ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
        HttpMethod: 'GET',
        AuthorizationType: 'COGNITO_USER_POOLS',
        AuthorizerId: ref('Authorizer'),
        AuthorizationScopes: ['orders/read'],
        MethodResponses: [{ StatusCode: '200' }],
        Integration: {
          Type: 'MOCK',
          RequestTemplates: { 'application/json': '{"statusCode":200}' },
          IntegrationResponses: [{ StatusCode: '200', ResponseTemplates: { 'application/json': '["order"]' } }],
        },
      }),
      Deployment: all('AWS::ApiGateway::Deployment', { RestApiId: ref('Api') }, { DependsOn: 'Method' }),
      Stage: all('AWS::ApiGateway::Stage', {
        RestApiId: ref('Api'),
        DeploymentId: ref('Deployment'),
        StageName: 'prod',
      }),
    },
    Outputs: {
      Url: { Value: { 'Fn::Sub': `https://\${Api}.execute-api.\${AWS::Region}.amazonaws.com/prod/` } },
    },
  }
}

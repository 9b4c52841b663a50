// Makes one resource of every type that is emulated, to see what `Ref` and `Fn::GetAtt` give. A type that is missing
// here stops `npm run docs`.

const PLACE = { account: '111122223333', region: 'us-east-1' }
const GENERATED_NAME = 'generatedname'

const policy = (statement) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] })
const POLICY = policy({ Action: 's3:GetObject', Resource: '*' })
const KEY_POLICY = policy({ Principal: '*', Action: 'kms:*', Resource: '*' })
const BUCKET_POLICY = policy({
  Principal: { AWS: PLACE.account },
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::one-of-each/*',
})
const SECRET_POLICY = policy({
  Principal: { AWS: PLACE.account },
  Action: 'secretsmanager:GetSecretValue',
  Resource: '*',
})
const CERTIFICATE = `arn:aws:acm:${PLACE.region}:${PLACE.account}:certificate/0b5f1a3e`
const TRUST = policy({ Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' })

/** In an order in which each finds what it needs: properties, given what has been made by then (by type). */
const PROPERTIES = {
  'AWS::CDK::Metadata': () => ({ Analytics: 'v2:deflate64:' }),
  'AWS::CloudFormation::WaitConditionHandle': () => ({}),
  'AWS::CloudFormation::WaitCondition': (made) => ({
    Handle: made['AWS::CloudFormation::WaitConditionHandle'],
    Timeout: '60',
  }),
  'AWS::Cognito::UserPool': () => ({
    UserPoolName: 'pool',
    UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
  }),
  'AWS::Cognito::UserPoolResourceServer': (made) => ({
    UserPoolId: made['AWS::Cognito::UserPool'],
    Identifier: 'resource-server',
    Name: 'Resource server',
  }),
  'AWS::Cognito::UserPoolClient': (made) => ({
    UserPoolId: made['AWS::Cognito::UserPool'],
    ClientName: 'client',
    GenerateSecret: true,
  }),
  'AWS::Cognito::UserPoolGroup': (made) => ({ UserPoolId: made['AWS::Cognito::UserPool'], GroupName: 'group' }),
  'AWS::Cognito::UserPoolUser': (made) => ({ UserPoolId: made['AWS::Cognito::UserPool'], Username: 'ann' }),
  'AWS::Cognito::UserPoolUserToGroupAttachment': (made) => ({
    UserPoolId: made['AWS::Cognito::UserPool'],
    GroupName: made['AWS::Cognito::UserPoolGroup'],
    Username: made['AWS::Cognito::UserPoolUser'],
  }),
  'AWS::Cognito::UserPoolDomain': (made) => ({ UserPoolId: made['AWS::Cognito::UserPool'], Domain: 'prefix' }),
  'AWS::Cognito::UserPoolIdentityProvider': (made) => ({
    UserPoolId: made['AWS::Cognito::UserPool'],
    ProviderName: 'Google',
    ProviderType: 'Google',
    ProviderDetails: { client_id: 'id', client_secret: 'secret', authorize_scopes: 'openid' },
  }),
  'AWS::Cognito::UserPoolUICustomizationAttachment': (made) => ({
    UserPoolId: made['AWS::Cognito::UserPool'],
    ClientId: made['AWS::Cognito::UserPoolClient'],
    CSS: '',
  }),
  'AWS::Cognito::UserPoolRiskConfigurationAttachment': (made) => ({
    UserPoolId: made['AWS::Cognito::UserPool'],
    ClientId: 'ALL',
  }),
  'AWS::Cognito::ManagedLoginBranding': (made) => ({
    UserPoolId: made['AWS::Cognito::UserPool'],
    ClientId: made['AWS::Cognito::UserPoolClient'],
    UseCognitoProvidedValues: true,
  }),
  'AWS::Cognito::Terms': (made) => ({
    UserPoolId: made['AWS::Cognito::UserPool'],
    ClientId: made['AWS::Cognito::UserPoolClient'],
    TermsName: 'terms-of-use',
    TermsSource: 'LINK',
    Enforcement: 'NONE',
    Links: { 'cognito:default': 'https://example.com/terms' },
  }),
  'AWS::Cognito::LogDeliveryConfiguration': (made) => ({
    UserPoolId: made['AWS::Cognito::UserPool'],
    LogConfigurations: [],
  }),
  'AWS::Cognito::IdentityPool': () => ({ IdentityPoolName: 'identities', AllowUnauthenticatedIdentities: true }),
  'AWS::Cognito::IdentityPoolRoleAttachment': (made) => ({ IdentityPoolId: made['AWS::Cognito::IdentityPool'] }),
  'AWS::Cognito::IdentityPoolPrincipalTag': (made) => ({
    IdentityPoolId: made['AWS::Cognito::IdentityPool'],
    IdentityProviderName: 'graph.facebook.com',
  }),
  'AWS::IAM::Role': () => ({ RoleName: 'role', AssumeRolePolicyDocument: TRUST }),
  'AWS::IAM::Policy': (made) => ({ PolicyName: 'policy', PolicyDocument: POLICY, Roles: [made['AWS::IAM::Role']] }),
  'AWS::IAM::RolePolicy': (made) => ({ PolicyName: 'own', PolicyDocument: POLICY, RoleName: made['AWS::IAM::Role'] }),
  'AWS::IAM::ManagedPolicy': () => ({ ManagedPolicyName: 'managed-policy', PolicyDocument: POLICY }),
  'AWS::ApiGateway::Account': () => ({}),
  'AWS::ApiGateway::RestApi': () => ({ Name: 'api' }),
  'AWS::ApiGateway::Resource': (made, attributes) => ({
    RestApiId: made['AWS::ApiGateway::RestApi'],
    ParentId: attributes['AWS::ApiGateway::RestApi'].RootResourceId,
    PathPart: 'path',
  }),
  'AWS::ApiGateway::ClientCertificate': () => ({}),
  'AWS::ApiGateway::VpcLink': () => ({
    Name: 'link',
    TargetArns: ['arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/balancer/0123456789abcdef'],
  }),
  'AWS::ApiGateway::ApiKey': () => ({ Name: 'key' }),
  'AWS::ApiGateway::UsagePlan': () => ({ UsagePlanName: 'plan' }),
  'AWS::ApiGateway::UsagePlanKey': (made) => ({
    KeyId: made['AWS::ApiGateway::ApiKey'],
    KeyType: 'API_KEY',
    UsagePlanId: made['AWS::ApiGateway::UsagePlan'],
  }),
  'AWS::ApiGateway::Authorizer': (made, attributes) => ({
    RestApiId: made['AWS::ApiGateway::RestApi'],
    Name: 'authorizer',
    Type: 'COGNITO_USER_POOLS',
    ProviderARNs: [attributes['AWS::Cognito::UserPool'].Arn],
    IdentitySource: 'method.request.header.Authorization',
  }),
  'AWS::ApiGateway::Model': (made) => ({
    RestApiId: made['AWS::ApiGateway::RestApi'],
    Name: 'model',
    ContentType: 'application/json',
    Schema: { type: 'object' },
  }),
  'AWS::ApiGateway::RequestValidator': (made) => ({ RestApiId: made['AWS::ApiGateway::RestApi'], Name: 'validator' }),
  'AWS::ApiGateway::GatewayResponse': (made) => ({
    RestApiId: made['AWS::ApiGateway::RestApi'],
    ResponseType: 'DEFAULT_4XX',
  }),
  'AWS::ApiGateway::DocumentationPart': (made) => ({
    RestApiId: made['AWS::ApiGateway::RestApi'],
    Location: { Type: 'API' },
    Properties: '{"description":"All of it"}',
  }),
  'AWS::ApiGateway::DocumentationVersion': (made) => ({
    RestApiId: made['AWS::ApiGateway::RestApi'],
    DocumentationVersion: 'v1',
  }),
  'AWS::ApiGateway::Method': (made) => ({
    RestApiId: made['AWS::ApiGateway::RestApi'],
    ResourceId: made['AWS::ApiGateway::Resource'],
    HttpMethod: 'GET',
    AuthorizationType: 'NONE',
    Integration: { Type: 'MOCK', RequestTemplates: { 'application/json': '{"statusCode": 200}' } },
  }),
  'AWS::ApiGateway::Deployment': (made) => ({ RestApiId: made['AWS::ApiGateway::RestApi'] }),
  'AWS::ApiGatewayV2::Api': () => ({ Name: 'http-api', ProtocolType: 'HTTP' }),
  'AWS::ApiGatewayV2::Authorizer': (made) => ({
    ApiId: made['AWS::ApiGatewayV2::Api'],
    Name: 'http-api-authorizer',
    AuthorizerType: 'JWT',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: { Audience: ['client'], Issuer: 'https://issuer.example.com' },
  }),
  'AWS::ApiGatewayV2::Integration': (made) => ({
    ApiId: made['AWS::ApiGatewayV2::Api'],
    IntegrationType: 'HTTP_PROXY',
    IntegrationMethod: 'ANY',
    IntegrationUri: 'https://backend.example.com',
    PayloadFormatVersion: '1.0',
  }),
  'AWS::ApiGatewayV2::Route': (made) => ({
    ApiId: made['AWS::ApiGatewayV2::Api'],
    RouteKey: 'GET /path',
    Target: `integrations/${made['AWS::ApiGatewayV2::Integration']}`,
  }),
  'AWS::ApiGatewayV2::Deployment': (made) => ({ ApiId: made['AWS::ApiGatewayV2::Api'] }),
  'AWS::ApiGatewayV2::Stage': (made) => ({
    ApiId: made['AWS::ApiGatewayV2::Api'],
    StageName: 'prod',
    AutoDeploy: true,
  }),
  'AWS::ApiGateway::Stage': (made) => ({
    RestApiId: made['AWS::ApiGateway::RestApi'],
    DeploymentId: made['AWS::ApiGateway::Deployment'],
    StageName: 'stage',
  }),
  'AWS::ApiGateway::DomainName': () => ({
    DomainName: 'domain.example.com',
    RegionalCertificateArn: CERTIFICATE,
    EndpointConfiguration: { Types: ['REGIONAL'] },
  }),
  'AWS::ApiGateway::BasePathMapping': (made) => ({
    DomainName: made['AWS::ApiGateway::DomainName'],
    RestApiId: made['AWS::ApiGateway::RestApi'],
    Stage: made['AWS::ApiGateway::Stage'],
  }),
  'AWS::ApiGatewayV2::DomainName': () => ({
    DomainName: 'http-domain.example.com',
    DomainNameConfigurations: [{ CertificateArn: CERTIFICATE }],
  }),
  'AWS::ApiGatewayV2::VpcLink': () => ({ Name: 'link', SubnetIds: ['subnet-0123456789abcdef0'] }),
  'AWS::ApiGatewayV2::ApiMapping': (made) => ({
    DomainName: made['AWS::ApiGatewayV2::DomainName'],
    ApiId: made['AWS::ApiGatewayV2::Api'],
    Stage: made['AWS::ApiGatewayV2::Stage'],
  }),
  'AWS::ECR::Repository': () => ({ RepositoryName: 'repository' }),
  'AWS::KMS::Key': () => ({ KeyPolicy: KEY_POLICY }),
  'AWS::KMS::Alias': (made) => ({ AliasName: 'alias/key', TargetKeyId: made['AWS::KMS::Key'] }),
  'AWS::Route53::HostedZone': () => ({ Name: 'example.com' }),
  'AWS::S3::Bucket': () => ({ BucketName: 'one-of-each' }),
  'AWS::S3::BucketPolicy': (made) => ({ Bucket: made['AWS::S3::Bucket'], PolicyDocument: BUCKET_POLICY }),
  'AWS::Logs::LogGroup': () => ({ LogGroupName: 'group' }),
  'AWS::Logs::LogStream': (made) => ({ LogGroupName: made['AWS::Logs::LogGroup'], LogStreamName: 'stream' }),
  'AWS::SecretsManager::Secret': () => ({ Name: 'secret', SecretString: 'the value' }),
  'AWS::SecretsManager::ResourcePolicy': (made) => ({
    SecretId: made['AWS::SecretsManager::Secret'],
    ResourcePolicy: SECRET_POLICY,
  }),
  'AWS::Lambda::Function': () => ({
    FunctionName: 'function',
    Role: `arn:aws:iam::${PLACE.account}:role/role`,
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Code: { ZipFile: 'exports.handler = async () => {}' },
  }),
  'AWS::Lambda::Version': (made) => ({ FunctionName: made['AWS::Lambda::Function'] }),
  'AWS::Lambda::Alias': (made, attributes) => ({
    FunctionName: made['AWS::Lambda::Function'],
    FunctionVersion: attributes['AWS::Lambda::Version'].Version,
    Name: 'alias',
  }),
  'AWS::Lambda::Permission': (made) => ({
    FunctionName: made['AWS::Lambda::Function'],
    Action: 'lambda:InvokeFunction',
    Principal: 'apigateway.amazonaws.com',
  }),
  'AWS::Lambda::EventInvokeConfig': (made) => ({
    FunctionName: made['AWS::Lambda::Function'],
    Qualifier: '$LATEST',
    MaximumRetryAttempts: 0,
  }),
  'AWS::Lambda::Url': (made) => ({ TargetFunctionArn: made['AWS::Lambda::Function'], AuthType: 'NONE' }),
  'AWS::Lambda::EventSourceMapping': (made) => ({
    FunctionName: made['AWS::Lambda::Function'],
    EventSourceArn: `arn:aws:sqs:${PLACE.region}:${PLACE.account}:queue`,
  }),
  'AWS::SSM::Parameter': () => ({ Name: 'parameter', Type: 'String', Value: 'the value' }),
  'AWS::StepFunctions::StateMachine': () => ({
    StateMachineName: 'machine',
    RoleArn: `arn:aws:iam::${PLACE.account}:role/role`,
    Definition: { StartAt: 'Done', States: { Done: { Type: 'Succeed' } } },
  }),
}

/** What only a stack under way can make, or code that lies in S3. */
const KNOWN = {
  'AWS::Lambda::LayerVersion': { reference: "the version's ARN", attributes: ['LayerVersionArn'] },
  'AWS::Lambda::LayerVersionPermission': { reference: 'a generated id', attributes: ['Id'] },
  'AWS::CloudFormation::Stack': { reference: "the nested stack's ARN", attributes: ['Outputs.{name}'] },
}

/** What waits come to that somebody outside would have to end. */
const RESULTS = { 'AWS::CloudFormation::WaitCondition': '{}' }

async function make(type, properties, request) {
  if (!('begin' in type)) return type.create(properties, request)
  const { ticket } = await type.begin({ kind: 'create', token: 'token', properties }, request)
  const { result } = Object.hasOwn(RESULTS, type.type)
    ? { result: RESULTS[type.type] }
    : await type.outcome(ticket, { ...request, signal: new AbortController().signal })
  return type.end(ticket, result, request)
}

/** By type: { reference, attributes }, what `Ref` gives in words and the names that `Fn::GetAtt` takes. */
export async function makeOneOfEach({ resourceTypes, callerAt }) {
  const byType = new Map(resourceTypes.map((type) => [type.type, type]))
  for (const type of byType.keys()) {
    if (Object.hasOwn(KNOWN, type)) continue
    if (!Object.hasOwn(PROPERTIES, type)) throw new Error(`scripts/docs/one-of-each.mjs does not make a ${type} yet`)
  }
  const request = {
    place: PLACE,
    logicalId: 'Logical',
    stack: { stackId: 'arn:aws:cloudformation:us-east-1:111122223333:stack/docs/0', stackName: 'docs', tags: {} },
    ...callerAt(PLACE),
    origin: 'http://127.0.0.1:4566',
    generateName: () => GENERATED_NAME,
  }
  const ids = {}
  const attributes = {}
  const found = new Map(Object.entries(KNOWN))
  for (const [type, propertiesFor] of Object.entries(PROPERTIES)) {
    const properties = propertiesFor(ids, attributes)
    const instance = await make(byType.get(type), properties, request)
    ids[type] = instance.physicalId
    attributes[type] = instance.attributes
    found.set(type, {
      reference: referenceText(instance, properties),
      attributes: Object.keys(instance.attributes).sort(),
    })
  }
  return found
}

function referenceText({ physicalId, attributes }, properties) {
  const named = (object) => Object.keys(object).find((name) => object[name] === physicalId)
  const property = named(properties)
  if (property) return `the property \`${property}\``
  const attribute = named(attributes)
  if (attribute && physicalId !== GENERATED_NAME) return `the attribute \`${attribute}\``
  return 'a generated id'
}

import * as cdk from 'aws-cdk-lib'
import { Annotations, Match } from 'aws-cdk-lib/assertions'
import { AuthorizationType } from 'aws-cdk-lib/aws-apigateway'
import { describe, expect, it } from 'vitest'
import { ANSWER, appWith, SCOPES } from './app.harness'
import { MachineToMachineApi } from './index'

describe('a route', () => {
  it('asks for a token of the pool with its scope, and validates requests', () => {
    const { api, template } = appWith()
    api.addRoute('POST', '/orders/{id}', {
      scope: 'orders/write',
      alternativeScopes: ['orders/read'],
      integration: ANSWER,
      methodOptions: { requestParameters: { 'method.request.querystring.dry': true } },
    })
    template().hasResourceProperties('AWS::ApiGateway::Method', {
      HttpMethod: 'POST',
      AuthorizationType: 'COGNITO_USER_POOLS',
      AuthorizationScopes: ['orders/write', 'orders/read'],
      ApiKeyRequired: false,
      RequestParameters: { 'method.request.querystring.dry': true },
      RequestValidatorId: { Ref: Match.stringLikeRegexp('Validator') },
    })
    template().hasResourceProperties('AWS::ApiGateway::Resource', { PathPart: '{id}' })
    template().hasResourceProperties('AWS::ApiGateway::RequestValidator', {
      ValidateRequestBody: true,
      ValidateRequestParameters: true,
    })
  })

  it.each([
    ['GET', '/orders', "there is already a route 'GET /orders'"],
    ['get', '/orders', "'get' is no method. There are: GET, HEAD,"],
    ['GET', 'orders', "the path of 'GET orders' has to begin with a slash"],
  ])('is refused as %s %s', (method, path, message) => {
    const add = () => appWith().api.addRoute(method, path, { scope: 'orders/read', integration: ANSWER })
    expect(add).toThrow(`Shop/Orders: ${message}`)
  })

  it('is refused with a scope that was not declared', () => {
    const add = () => appWith().api.addRoute('PUT', '/orders', { scope: 'orders/reed', integration: ANSWER })
    expect(add).toThrow("'PUT /orders' asks for 'orders/reed'. Scopes are: 'orders/read', 'orders/write'.")
  })
})

describe('a method past addRoute', () => {
  it('is closed, and said to be closed to all machines', () => {
    const { api, stack, template } = appWith()
    api.restApi.root.addMethod('GET', ANSWER)
    template().hasResourceProperties('AWS::ApiGateway::Method', {
      AuthorizationType: 'COGNITO_USER_POOLS',
      AuthorizationScopes: Match.absent(),
    })
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('No machine can call this method.*addRoute'))
  })

  it('may be open to anybody, which a warning says', () => {
    const { api, stack } = appWith()
    const method = api.restApi.root.addMethod('GET', ANSWER, { authorizationType: AuthorizationType.NONE })
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('Anybody may call this method'))
    expect(method.node.path).toContain('Orders/Api')
  })
})

describe('the stage', () => {
  it('logs who called, errors besides, and counts', () => {
    const { template } = appWith()
    const stages = template().findResources('AWS::ApiGateway::Stage')
    const { AccessLogSetting, ...stage } = Object.values(stages)[0]?.Properties ?? {}
    expect(JSON.parse(AccessLogSetting.Format)).toMatchObject({
      requestId: '$context.requestId',
      clientId: '$context.authorizer.claims.client_id',
      status: '$context.status',
    })
    expect(stage).toMatchObject({
      StageName: 'prod',
      MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'ERROR', MetricsEnabled: true }],
    })
    template().hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 90 }, DeletionPolicy: 'Retain' })
    template().hasResource('AWS::ApiGateway::Account', { DeletionPolicy: 'Retain' })
  })

  it('takes limits, a name, a shorter log and a web ACL', () => {
    const webAclArn = 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/partners/a1'
    const { template } = appWith({
      stageName: 'v2',
      throttle: { rateLimit: 100, burstLimit: 20 },
      accessLogRetention: 7,
      cloudWatchRole: false,
      removalPolicy: cdk.RemovalPolicy.DESTROY,
      webAclArn,
      restApiProps: { deployOptions: { tracingEnabled: true }, description: 'Orders' },
    })
    template().hasResourceProperties('AWS::ApiGateway::Stage', {
      StageName: 'v2',
      TracingEnabled: true,
      MethodSettings: [Match.objectLike({ ThrottlingRateLimit: 100, ThrottlingBurstLimit: 20 })],
    })
    template().hasResourceProperties('AWS::ApiGateway::RestApi', {
      Description: 'Orders',
      EndpointConfiguration: { Types: ['REGIONAL'] },
    })
    template().hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 7 }, DeletionPolicy: 'Delete' })
    template().hasResourceProperties('AWS::WAFv2::WebACLAssociation', { WebACLArn: webAclArn })
    template().resourceCountIs('AWS::ApiGateway::Account', 0)
  })
})

describe('an identity', () => {
  it('is shared by two APIs', () => {
    const { stack, api, template } = appWith()
    const invoices = new MachineToMachineApi(stack, 'Invoices', { identity: api.identity, cloudWatchRole: false })
    invoices.addRoute('GET', '/invoices', { scope: 'orders/read', integration: ANSWER })
    invoices.addPartner('acme', { scopes: ['orders/read'] })
    expect(invoices.tokenEndpoint).toBe(api.tokenEndpoint)
    template().resourceCountIs('AWS::Cognito::UserPool', 1)
    template().resourceCountIs('AWS::Cognito::UserPoolDomain', 1)
    template().resourceCountIs('AWS::ApiGateway::RestApi', 2)
  })

  it('is needed, or scopes are, and not both', () => {
    const { stack, api } = appWith()
    expect(() => new MachineToMachineApi(stack, 'None', {})).toThrow("give 'scopes', or the 'identity' of another API")
    expect(() => new MachineToMachineApi(stack, 'Both', { identity: api.identity, scopes: SCOPES })).toThrow(
      "'scopes', 'domainPrefix' and 'customDomain' belong to 'identity'",
    )
  })
})

import * as cdk from 'aws-cdk-lib'
import { Match } from 'aws-cdk-lib/assertions'
import * as apigateway from 'aws-cdk-lib/aws-apigateway'
import * as iam from 'aws-cdk-lib/aws-iam'
import { describe, expect, it } from 'vitest'
import { appWith } from './app.harness'

describe('a partner', () => {
  it('is a client for machines alone, with the scopes it was given', () => {
    const { api, template } = appWith()
    api.addPartner('acme', { scopes: ['orders/read'], accessTokenValidity: cdk.Duration.minutes(15) })
    template().hasResourceProperties('AWS::Cognito::UserPoolClient', {
      ClientName: 'acme',
      GenerateSecret: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: [{ 'Fn::Join': ['', [{ Ref: Match.stringLikeRegexp('ResourceServer') }, '/read']] }],
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
      AccessTokenValidity: 15,
    })
  })

  it('has its credentials in a secret, which takes no function to make', () => {
    const { stack, api, template } = appWith()
    const { clientId } = api.addPartner('acme', {
      scopes: ['orders/read', 'orders/write'],
      secretName: 'partners/acme',
    })
    const secrets = template().findResources('AWS::SecretsManager::Secret')
    const { SecretString, Name } = Object.values(secrets)[0]?.Properties ?? {}
    const text = JSON.stringify(SecretString)
    expect(Name).toBe('partners/acme')
    expect(text).toContain(JSON.stringify({ 'Fn::GetAtt': [stack.resolve(clientId).Ref, 'ClientSecret'] }))
    expect(text).toContain('orders/read orders/write')
    expect(text).toContain('/oauth2/token')
    expect(text).not.toContain('apiKeyId')
    template().resourceCountIs('AWS::Lambda::Function', 0)
  })

  it('lets a role read its secret', () => {
    const { stack, api, template } = appWith()
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() })
    const acme = api.addPartner('acme', { scopes: ['orders/read'] })
    expect(acme.grantReadSecret(role).success).toBe(true)
    template().hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'] }] },
    })
    expect(() => acme.grantReadApiKey(role)).toThrow('Shop/Orders/Partners/acme: the partner has no API key')
  })

  it.each([
    [[], "'scopes' needs at least one scope"],
    [['orders/read', 'orders/read'], "the scope 'orders/read' is named twice"],
    [['orders/reed'], "there is no scope 'orders/reed'. There are: 'orders/read', 'orders/write'."],
  ])('is refused with the scopes %j', (scopes, problem) => {
    expect(() => appWith().api.addPartner('acme', { scopes })).toThrow(problem)
  })

  it('has a name of its own', () => {
    const { api } = appWith()
    api.addPartner('acme', { scopes: ['orders/read'] })
    expect(() => api.addPartner('acme', { scopes: ['orders/read'] })).toThrow("there is already a partner 'acme'")
    expect(() => api.addPartner('acme:eu', { scopes: ['orders/read'] })).toThrow(
      "a partner's name has 1 to 128 letters",
    )
  })
})

describe('metered', () => {
  it('has a key and a plan for the stage, and routes ask for the key', () => {
    const { stack, api, template } = appWith({ meterPartners: true })
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() })
    const acme = api.addPartner('acme', {
      scopes: ['orders/read'],
      throttle: { rateLimit: 5, burstLimit: 2 },
      quota: { limit: 1000, period: apigateway.Period.DAY },
    })
    expect(acme.grantReadApiKey(role).success).toBe(true)
    template().hasResourceProperties('AWS::ApiGateway::Method', { ApiKeyRequired: true })
    template().hasResourceProperties('AWS::ApiGateway::UsagePlan', {
      ApiStages: [{ Stage: { Ref: Match.stringLikeRegexp('DeploymentStageprod') }, Throttle: {} }],
      Throttle: { RateLimit: 5, BurstLimit: 2 },
      Quota: { Limit: 1000, Period: 'DAY' },
    })
    template().resourceCountIs('AWS::ApiGateway::UsagePlanKey', 1)
    const [secret] = Object.values(template().findResources('AWS::SecretsManager::Secret'))
    expect(JSON.stringify(secret?.Properties.SecretString)).toContain('apiKeyId')
  })

  it('needs no limits', () => {
    const { api, template } = appWith({ meterPartners: true })
    api.addPartner('acme', { scopes: ['orders/read'] })
    template().hasResourceProperties('AWS::ApiGateway::UsagePlan', { Throttle: Match.absent(), Quota: Match.absent() })
  })

  it.each([{ throttle: { rateLimit: 5 } }, { quota: { limit: 5, period: apigateway.Period.DAY } }])(
    'is what it takes for %j',
    (limits) => {
      const add = () => appWith().api.addPartner('acme', { scopes: ['orders/read'], ...limits })
      expect(add).toThrow("Give the API 'meterPartners: true', or the partner neither 'throttle' nor 'quota'.")
    },
  )
})

import * as cdk from 'aws-cdk-lib'
import { Match, Template } from 'aws-cdk-lib/assertions'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import { describe, expect, it } from 'vitest'
import { SCOPES } from './app.harness'
import { MachineIdentity, type MachineIdentityProps } from './index'

function identity(props: Partial<MachineIdentityProps> = {}) {
  const stack = new cdk.Stack(new cdk.App({ builtinCloudFormationValidation: false }), 'Shop')
  return { stack, identity: new MachineIdentity(stack, 'Identity', { scopes: SCOPES, ...props }) }
}
const templateOf = (props?: Partial<MachineIdentityProps>) => Template.fromStack(identity(props).stack)

describe('its pool', () => {
  it('is for nobody to sign up, and kept', () => {
    templateOf().hasResource('AWS::Cognito::UserPool', {
      Properties: {
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
        DeletionProtection: 'ACTIVE',
        SmsConfiguration: Match.absent(),
      },
      DeletionPolicy: 'Retain',
    })
  })

  it('goes with its stack when asked to', () => {
    templateOf({ removalPolicy: cdk.RemovalPolicy.DESTROY }).hasResource('AWS::Cognito::UserPool', {
      Properties: { DeletionProtection: 'INACTIVE' },
      DeletionPolicy: 'Delete',
    })
  })
})

describe('its scopes', () => {
  it('make a resource server for each first name, which may be a URL', () => {
    const template = templateOf({ scopes: { ...SCOPES, 'https://api.example.com/stock/read': 'Read the stock' } })
    template.hasResourceProperties('AWS::Cognito::UserPoolResourceServer', {
      Identifier: 'orders',
      Scopes: [
        { ScopeName: 'read', ScopeDescription: 'Read orders' },
        { ScopeName: 'write', ScopeDescription: 'Place and cancel orders' },
      ],
    })
    template.hasResourceProperties('AWS::Cognito::UserPoolResourceServer', {
      Identifier: 'https://api.example.com/stock',
      Scopes: [{ ScopeName: 'read', ScopeDescription: 'Read the stock' }],
    })
  })

  it('are known by name', () => {
    const { identity: found } = identity()
    expect(found.scopes).toEqual(['orders/read', 'orders/write'])
    expect(found.oAuthScope('orders/read').scopeName).toContain('/read')
    expect(() => found.oAuthScope('orders/reed')).toThrow("there is no scope 'orders/reed'. There are: 'orders/read',")
  })

  it.each([
    ['read', 'a scope is called {resource server}/{scope}'],
    ['/read', 'a scope is called {resource server}/{scope}'],
    ['orders/', 'a scope is called {resource server}/{scope}'],
    ['or ders/read', 'spaces, quotation marks and backslashes are not allowed'],
    ['orders/"read"', 'spaces, quotation marks and backslashes are not allowed'],
    [`orders/${'r'.repeat(257)}`, 'each of its two names takes up to 256 characters'],
    [`orders/${cdk.Aws.REGION}`, 'its name has to be known at synthesis'],
  ])('cannot be called %s', (name, problem) => {
    expect(() => identity({ scopes: { [name]: 'x' } })).toThrow(problem)
  })

  it('need a description, and be at least one', () => {
    expect(() => identity({ scopes: { 'orders/read': '' } })).toThrow("the description of 'orders/read' needs 1 to 256")
    expect(() => identity({ scopes: {} })).toThrow("Shop/Identity: 'scopes' needs at least one scope.")
  })
})

describe('its domain', () => {
  it('has a prefix of its own unless it is given one', () => {
    const uuid = { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] }
    templateOf().hasResourceProperties('AWS::Cognito::UserPoolDomain', {
      Domain: { 'Fn::Join': ['', ['m2m-', { 'Fn::Select': [0, { 'Fn::Split': ['-', uuid] }] }]] },
    })
    templateOf({ domainPrefix: 'shop' }).hasResourceProperties('AWS::Cognito::UserPoolDomain', { Domain: 'shop' })
    const { stack, identity: named } = identity({ domainPrefix: 'shop' })
    const [, parts] = stack.resolve(named.tokenEndpoint)['Fn::Join']
    expect(parts).toEqual([
      'https://',
      { Ref: expect.stringContaining('Domain') },
      '.auth.',
      { Ref: 'AWS::Region' },
      '.amazoncognito.com/oauth2/token',
    ])
  })

  it('may be a host name of its own', () => {
    const { stack } = identity()
    const certificate = Certificate.fromCertificateArn(stack, 'C', 'arn:aws:acm:us-east-1:111122223333:certificate/c')
    const domainName = 'auth.example.com'
    const own = new MachineIdentity(stack, 'Own', { scopes: SCOPES, customDomain: { domainName, certificate } })
    Template.fromStack(stack).hasResourceProperties('AWS::Cognito::UserPoolDomain', { Domain: domainName })
    expect(JSON.stringify(stack.resolve(own.tokenEndpoint))).not.toContain('amazoncognito')
  })

  it.each([
    ['Shop', '1 to 63 lower-case letters'],
    ['shop-', 'no hyphen at its ends'],
    ['my-cognito', "Cognito refuses the word 'cognito' in it"],
  ])('cannot have the prefix %s', (domainPrefix, problem) => {
    expect(() => identity({ domainPrefix })).toThrow(problem)
  })

  it('is one or the other', () => {
    const customDomain = { domainName: 'auth.example.com', certificate: undefined as never }
    expect(() => identity({ domainPrefix: 'shop', customDomain })).toThrow("give either 'domainPrefix' or")
  })
})

import { describe, expect, it } from 'vitest'
import { definitionChecks } from './checks.ts'
import { mock } from './gateway.harness.ts'

describe('checks for the control plane', () => {
  it('name what the data plane could not serve', () => {
    expect(definitionChecks.problemWithTemplate('#if(')).toContain('line 1')
    expect(definitionChecks.problemWithTemplate('$x')).toBeUndefined()
    expect(definitionChecks.problemWithMapping("'x'")).toBeUndefined()
    expect(definitionChecks.problemWithMapping('x')).toBe('Invalid mapping expression specified: x')
    expect(definitionChecks.problemWithPattern('2\\d{2}|3..')).toBeUndefined()
    expect(definitionChecks.problemWithPattern('(')).toContain('unclosed group')
    const http = mock({ type: 'HTTP', httpMethod: 'GET', uri: 'http://127.0.0.1:1/' })
    expect(definitionChecks.problemWithIntegration(http)).toBeUndefined()
    expect(definitionChecks.problemWithIntegration({ ...http, uri: 'ftp://x' })).toEqual({
      invalid: 'Invalid HTTP endpoint specified for URI',
    })
    const linked = { ...http, connectionType: 'VPC_LINK', connectionId: 'abcdef' }
    expect(definitionChecks.problemWithIntegration(linked)).toBeUndefined()
    expect(definitionChecks.problemWithIntegration({ ...linked, connectionId: '' })).toEqual({
      invalid: 'A connection ID is required for VPC_LINK',
    })
    expect(definitionChecks.problemWithIntegration({ ...linked, connectionType: 'PIGEON' })).toEqual({
      invalid: 'Invalid connection type specified: PIGEON',
    })
    expect(definitionChecks.problemWithIntegration({ ...linked, type: 'MOCK' })).toEqual({
      invalid: 'Connection type VPC_LINK is only supported for HTTP and HTTP_PROXY integrations',
    })
    const aws = { ...http, type: 'AWS', uri: 'arn:aws:apigateway:us-east-1:dynamodb:action/PutItem' }
    expect(definitionChecks.problemWithIntegration(aws)).toEqual({
      notEmulated: 'An integration with the service dynamodb',
      forwardable: 'dynamodb',
    })
    expect(definitionChecks.integrationTypes).toEqual(['AWS', 'AWS_PROXY', 'HTTP', 'HTTP_PROXY', 'MOCK'])
    expect(definitionChecks.authorizerTypes).toEqual(['COGNITO_USER_POOLS', 'TOKEN', 'REQUEST'])
    expect(definitionChecks.problemWithAuthorizer({ id: 'a', name: 'a', type: 'COGNITO_USER_POOLS' })).toBe(
      'Invalid authorizer: provider ARNs are required for an authorizer of type COGNITO_USER_POOLS',
    )
  })
})

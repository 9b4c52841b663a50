import { describe, expect, it } from 'vitest'
import { httpDefinitionChecks } from './checks.ts'
import type { HttpAuthorizerDefinition, HttpIntegrationDefinition } from './definition.ts'
import { FUNCTION, toBackend, toFunction } from './http-api.harness.ts'

const { problemWithAuthorizer, problemWithIntegration, problemWithRouteKey } = httpDefinitionChecks

describe('what is wrong with the key of a route', () => {
  it.each(['$default', 'GET /', 'ANY /{proxy+}', 'POST /a/{b}/c', 'GET /a.b-c_d~e', 'OPTIONS /a/'])(
    'nothing: %s',
    (key) => {
      expect(problemWithRouteKey(key)).toBeUndefined()
    },
  )
  it.each([
    '',
    'GET',
    'GET x',
    'get /x',
    'BREW /x',
    'GET  /x',
    'GET /{a',
    'GET /a{b}',
    'GET /{a+}/b',
    'GET /{a}/{a}',
    '$connect',
    'GET /a b',
    'GET /a?b',
  ])('something: %s', (key) => {
    expect(problemWithRouteKey(key)).toEqual(expect.any(String))
  })
})

describe('what is wrong with an integration', () => {
  it.each<[string, HttpIntegrationDefinition]>([
    ['a function', toFunction()],
    ['one by a stage variable', toFunction({ integrationUri: `$\{stageVariables.f}` })],
    ['a backend', toBackend('https://b.test/{proxy}')],
    ['one by a stage variable in its name', toBackend(`https://$\{stageVariables.host}/x`)],
  ])('nothing: %s', (_, definition) => {
    expect(problemWithIntegration(definition)).toBeUndefined()
  })
  it.each<[string, HttpIntegrationDefinition, object]>([
    [
      'no function',
      toFunction({ integrationUri: 'https://b.test' }),
      { invalid: 'Invalid integration URI specified: https://b.test' },
    ],
    [
      'a service (12.4.7)',
      toFunction({ integrationSubtype: 'SQS-SendMessage' }),
      { notEmulated: 'An integration with an AWS service (integrationSubtype SQS-SendMessage)', forwardable: 'sqs' },
    ],
    [
      'a private one',
      toBackend('http://b.test', { connectionType: 'VPC_LINK' }),
      { notEmulated: 'A private integration (connectionType VPC_LINK)' },
    ],
    [
      'another name in a certificate',
      toBackend('http://b.test', { tlsConfig: { serverNameToVerify: 'c' } }),
      { notEmulated: 'Another name in the certificate of a backend (tlsConfig.serverNameToVerify)' },
    ],
    [
      'no method',
      toBackend('http://b.test', { integrationMethod: undefined }),
      { invalid: 'HttpMethod must be specified for integration of type HTTP_PROXY' },
    ],
    [
      'another format (12.5.9)',
      toBackend('http://b.test', { payloadFormatVersion: '2.0' }),
      { invalid: 'HTTP_PROXY integrations support payload format version 1.0 only' },
    ],
    ['no address', toBackend('b.test'), { invalid: 'Invalid HTTP endpoint specified for URI' }],
  ])('%s', (_, definition, problem) => {
    expect(problemWithIntegration(definition)).toEqual(problem)
  })
})

describe('what is wrong with an authorizer', () => {
  const jwt: HttpAuthorizerDefinition = {
    authorizerId: 'a',
    name: 'a',
    authorizerType: 'JWT',
    identitySource: ['$request.header.Authorization'],
    jwtConfiguration: { issuer: 'https://i.test', audience: ['x'] },
  }
  const request: HttpAuthorizerDefinition = {
    authorizerId: 'a',
    name: 'a',
    authorizerType: 'REQUEST',
    identitySource: [],
    authorizerUri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`,
    authorizerPayloadFormatVersion: '2.0',
  }

  it.each([jwt, request, { ...jwt, jwtConfiguration: { issuer: 'http://127.0.0.1:9000/realm' } }])(
    'nothing: %#',
    (definition) => {
      expect(problemWithAuthorizer(definition)).toBeUndefined()
    },
  )
  it.each<[string, HttpAuthorizerDefinition]>([
    ['no source of a token (12.2.11)', { ...jwt, identitySource: [] }],
    ['two of them', { ...jwt, identitySource: ['$request.header.a', '$request.header.b'] }],
    ['a source that is none', { ...jwt, identitySource: ['$context.path'] }],
    ['no issuer (12.2.11)', { ...jwt, jwtConfiguration: {} }],
    ['an issuer that is no address', { ...jwt, jwtConfiguration: { issuer: 'me' } }],
    ['no function', { ...request, authorizerUri: 'x' }],
    ['no format (12.6.8)', { ...request, authorizerPayloadFormatVersion: undefined }],
    [
      'simple answers in the format 1.0',
      { ...request, authorizerPayloadFormatVersion: '1.0', enableSimpleResponses: true },
    ],
    ['an identity that is none', { ...request, identitySource: ['$request.body.x'] }],
    ['a memory without an identity', { ...request, authorizerResultTtlInSeconds: 5 }],
  ])('%s', (_, definition) => {
    expect(problemWithAuthorizer(definition)).toEqual(expect.any(String))
  })
})

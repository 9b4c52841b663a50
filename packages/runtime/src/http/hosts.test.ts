import { describe, expect, it } from 'vitest'
import { classifyHost, createHostClassifier, parseAuthority } from './hosts.ts'

describe('classifyHost', () => {
  it.each(['localhost', 'app.localhost', '127.0.0.1', '127.8.9.10', '::1', '[::1]'])('%s is loopback', (host) => {
    expect(classifyHost(host)).toEqual({ kind: 'loopback' })
  })

  it.each([
    ['abc123.execute-api.eu-west-1.amazonaws.com', { kind: 'execute-api', apiId: 'abc123', region: 'eu-west-1' }],
    ['abc123.execute-api.cn-north-1.amazonaws.com.cn', { kind: 'execute-api', apiId: 'abc123', region: 'cn-north-1' }],
    [
      'abc123-vpce-0f1.execute-api.eu-west-1.amazonaws.com',
      { kind: 'execute-api', apiId: 'abc123', region: 'eu-west-1' },
    ],
    ['shop.auth.us-east-1.amazoncognito.com', { kind: 'user-pool-domain', domain: 'shop', region: 'us-east-1' }],
    ['abc123.lambda-url.eu-west-1.on.aws', { kind: 'function-url', id: 'abc123', region: 'eu-west-1' }],
    ['cognito-idp.us-east-1.amazonaws.com', { kind: 'service', service: 'cognito-idp', region: 'us-east-1' }],
    ['cognito-idp-fips.us-east-1.amazonaws.com', { kind: 'service', service: 'cognito-idp', region: 'us-east-1' }],
    ['issuer-cognito-idp.us-east-1.amazonaws.com', { kind: 'service', service: 'cognito-idp', region: 'us-east-1' }],
    ['sync-states.us-east-1.amazonaws.com', { kind: 'service', service: 'states', region: 'us-east-1' }],
    ['api.ecr.us-gov-west-1.amazonaws.com', { kind: 'service', service: 'ecr', region: 'us-gov-west-1' }],
    ['sts.amazonaws.com', { kind: 'service', service: 'sts', region: undefined }],
    ['s3.us-east-1.amazonaws.com', { kind: 'service', service: 's3', region: 'us-east-1' }],
    ['a.b.s3.us-east-1.amazonaws.com', { kind: 's3-bucket', bucket: 'a.b', region: 'us-east-1' }],
    ['assets.s3.amazonaws.com', { kind: 's3-bucket', bucket: 'assets', region: undefined }],
  ])('%s', (host, expected) => {
    expect(classifyHost(host)).toEqual(expected)
  })

  it.each([
    'sqs.us-east-1.amazonaws.com',
    'ssm.amazonaws.com',
    'x.abc.lambda-url.us-east-1.on.aws',
    'abc.lambda-url.nowhere.on.aws',
    'lambda-url.us-east-1.on.aws',
    'on.aws',
    'sts.us-east-1.amazonaws.com.evil.example',
    'amazonaws.com',
    'x.y.execute-api.us-east-1.amazonaws.com',
    'a.b.auth.us-east-1.amazoncognito.com',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '127.0.0.1.1',
    '10.0.0.1',
    '',
  ])('%j is foreign', (host) => {
    expect(classifyHost(host)).toEqual({ kind: 'foreign' })
  })

  it('knows the names that the user gave', () => {
    const classify = createHostClassifier({ allowHosts: ['Auth.Example.com'] })
    expect(classify('auth.example.com')).toEqual({ kind: 'configured' })
    expect(classify('www.example.com')).toEqual({ kind: 'foreign' })
  })

  it('knows the domain names of APIs as they come and go, but never takes a name of AWS or of this machine for one', () => {
    const declared = new Set<string>()
    const classify = createHostClassifier({
      allowHosts: ['own.example.com'],
      isApiDomain: (host) => declared.has(host),
    })
    const names = [
      'api.example.com',
      'own.example.com',
      'api.localhost',
      'localhost',
      '127.0.0.1',
      'sqs.us-east-1.amazonaws.com',
    ]
    const before = names.map((name) => classify(name).kind)
    for (const name of names) declared.add(name)
    expect(names.map((name) => classify(name).kind)).toEqual([
      'api-domain',
      'api-domain',
      'api-domain',
      'loopback',
      'loopback',
      'foreign',
    ])
    declared.clear()
    expect(names.map((name) => classify(name).kind)).toEqual(before)
  })
})

describe('names of services that are forwarded', () => {
  const forwards = new Map([['dynamodb', new URL('http://127.0.0.1:8000')]])
  const classify = createHostClassifier({ forwards })
  it.each(['dynamodb', 'streams.dynamodb', '111122223333.ddb'])('are theirs: %s', (labels) => {
    expect(classify(`${labels}.eu-west-1.amazonaws.com`)).toEqual({
      kind: 'forwarded',
      service: 'dynamodb',
      region: 'eu-west-1',
    })
  })
  it('and no others', () => {
    expect(classify('sqs.eu-west-1.amazonaws.com').kind).toBe('foreign')
    expect(classify('mydynamodb.eu-west-1.amazonaws.com').kind).toBe('foreign')
    expect(classify('dynamodb.example.com').kind).toBe('foreign')
    expect(createHostClassifier()('dynamodb.eu-west-1.amazonaws.com').kind).toBe('foreign')
  })
})

describe('parseAuthority', () => {
  it.each([
    ['LOCALHOST.:80', { host: 'localhost', port: 80 }],
    ['[::1]:443', { host: '[::1]', port: 443 }],
    ['x', { host: 'x', port: undefined }],
  ])('reads %s', (text, expected) => expect(parseAuthority(text)).toEqual(expected))

  it.each(['', 'a b', 'user@host', 'host:99999', 'host:x', '::1:80'])('refuses %j', (text) => {
    expect(parseAuthority(text)).toBeUndefined()
  })
})

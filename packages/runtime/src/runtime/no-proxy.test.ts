import { describe, expect, it } from 'vitest'
import { noProxyForEmulatedNames, noProxyWithLoopback } from './no-proxy.ts'

const LOOPBACK = 'localhost,127.0.0.1,::1'

describe('with AWS_ENDPOINT_URL', () => {
  it.each([
    [{}, LOOPBACK],
    [{ NO_PROXY: '' }, LOOPBACK],
    [{ NO_PROXY: 'corp.example, .amazonaws.com' }, `corp.example,.amazonaws.com,${LOOPBACK}`],
    [{ NO_PROXY: 'a.example', no_proxy: 'b.example a.example' }, `a.example,b.example,${LOOPBACK}`],
    [{ NO_PROXY: '127.0.0.1,a.example' }, '127.0.0.1,a.example,localhost,::1'],
    [{ no_proxy: '*' }, '*'],
  ])('%j becomes %s', (env, expected) => {
    expect(noProxyWithLoopback(env)).toBe(expected)
    expect(noProxyWithLoopback({ NO_PROXY: expected, no_proxy: expected })).toBe(expected)
  })
})

describe('with AWS’s own names', () => {
  it.each([
    '*',
    '.',
    'com',
    '.com',
    'amazonaws.com',
    '.amazonaws.com',
    '*.amazonaws.com',
    'AmazonAWS.com:443',
    'sts.amazonaws.com',
    '.execute-api.us-east-1.amazonaws.com',
    'auth.eu-west-1.amazoncognito.com',
    '.amazonaws.com.cn',
    '.lambda-url.us-east-1.on.aws',
    'aws',
  ])('%s does not survive, for it would bypass the proxy', (entry) => {
    expect(noProxyForEmulatedNames({ NO_PROXY: `${entry},corp.example` })).toBe(`corp.example,${LOOPBACK}`)
  })

  it.each(['corp.example', '10.0.0.0/8', '169.254.169.254', '::1', 'registry.npmjs.org', 'aws.example.com'])(
    '%s survives',
    (entry) => {
      const value = noProxyForEmulatedNames({ no_proxy: entry })
      expect(value.split(',')).toContain(entry)
      expect(noProxyForEmulatedNames({ NO_PROXY: value, no_proxy: value })).toBe(value)
    },
  )
})

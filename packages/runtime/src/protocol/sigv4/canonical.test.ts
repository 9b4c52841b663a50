import { expect, test } from 'vitest'
import type { SignedRequest } from '../../kernel/signatures.ts'
import { canonicalRequest, sha256 } from './canonical.ts'

const request = (more: Partial<SignedRequest> = {}): SignedRequest => ({
  method: 'GET',
  path: '/',
  query: '',
  headers: {},
  rawHeaders: ['Host', 'example.amazonaws.com'],
  host: 'example.amazonaws.com',
  body: Buffer.alloc(0),
  ...more,
})

test('the example of the IAM user guide', () => {
  const rawHeaders = [
    ...['Content-Type', 'application/x-www-form-urlencoded; charset=utf-8'],
    ...['Host', 'iam.amazonaws.com', 'X-Amz-Date', '20150830T123600Z'],
  ]
  const query = 'Action=ListUsers&Version=2010-05-08'
  const text = canonicalRequest(request({ query, rawHeaders }), ['content-type', 'host', 'x-amz-date'])
  expect(sha256(text)).toBe('f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59')
})

test.each([
  ['/', '/'],
  ['/a//b/./c/../d', '/a/b/d'],
  ['/a/', '/a/'],
  ['/%C3%A4/b%20c', '/%25C3%25A4/b%2520c'],
  ["/a!'()*~-_.", '/a%21%27%28%29%2A~-_.'],
])('the path %s', (path, expected) => {
  expect(canonicalRequest(request({ path }), ['host']).split('\n')[1]).toBe(expected)
})

test.each([
  ['b=2&a=1', 'a=1&b=2'],
  ['a=2&a=1&A=3', 'A=3&a=1&a=2'],
  ['a', 'a='],
  ['a=b=c', 'a=b%3Dc'],
  ['a=b%20c+d', 'a=b%20c%20d'],
  ['a=%e4%bd%a0', 'a=%E4%BD%A0'],
  ['a=100%', 'a=100%25'],
  ['X-Amz-Date=d&X-Amz-Signature=s', 'X-Amz-Date=d'],
])('the query %s', (query, expected) => {
  expect(canonicalRequest(request({ query }), ['host']).split('\n')[2]).toBe(expected)
})

test('headers', () => {
  const rawHeaders = ['Host', 'h', 'X-Many', '  a   b ', 'x-many', 'c', 'X-Other', 'no']
  const lines = canonicalRequest(request({ rawHeaders }), ['host', 'x-many', 'x-none']).split('\n')
  expect(lines.slice(3, 8)).toEqual(['host:h', 'x-many:a b,c', 'x-none:', '', 'host;x-many;x-none'])
  // As HTTP/2 has it.
  expect(canonicalRequest(request({ rawHeaders: [], host: 'h2' }), ['host'])).toContain('\nhost:h2\n')
})

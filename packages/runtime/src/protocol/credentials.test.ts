import { expect, it } from 'vitest'
import { signed, wire } from './control-plane.harness.ts'
import { findCredentials } from './credentials.ts'

const find = (headers: Record<string, string>, path = '/') => findCredentials(wire({ headers, path }))
const credentials = (more: object = {}) => ({
  kind: 'signed',
  credentials: { accessKeyId: 'AKID', sessionToken: undefined, region: 'eu-west-1', service: 's3', ...more },
})

it('reads the header, with a session token', () => {
  const headers = { ...signed('s3', 'eu-west-1', 'AKID'), 'x-amz-security-token': 'token' }
  expect(find(headers)).toEqual(credentials({ sessionToken: 'token' }))
})

it('reads a header without spaces between its parts', () => {
  const { authorization } = signed('s3', 'eu-west-1', 'AKID')
  expect(find({ authorization: authorization.replaceAll(', ', ',') })).toEqual(credentials())
})

it('reads the regions of version 4A apart from the scope', () => {
  const authorization = 'AWS4-ECDSA-P256-SHA256 Credential=AKID/20300101/s3/aws4_request, SignedHeaders=h, Signature=0'
  const headers = { authorization, 'x-amz-region-set': 'eu-west-1, us-east-1' }
  expect(find(headers)).toEqual(credentials())
})

it('reads the query of a presigned URL, and names what is missing', () => {
  const query =
    'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F20300101%2Feu-west-1%2Fs3%2Faws4_request' +
    '&X-Amz-Date=20300101T000000Z&X-Amz-SignedHeaders=host&X-Amz-Security-Token=t%2B'
  expect(find({}, `/?${query}&X-Amz-Signature=0`)).toEqual(credentials({ sessionToken: 't+' }))
  expect(find({}, `/?${query}`)).toEqual({
    kind: 'incomplete',
    message: "AWS query-string parameters must include 'X-Amz-Signature'.",
    service: 's3',
  })
})

it.each([
  ['AWS4-HMAC-SHA256', "Authorization header requires 'Credential' parameter.", undefined],
  ['AWS4-HMAC-SHA256 Credential=a/b/c/s3/aws4_request', "requires 'Signature' parameter.", 's3'],
  [
    'AWS4-HMAC-SHA256 Credential=a, SignedHeaders=h, Signature=0',
    "slash-delimited elements, e.g. keyid/date/region/service/term, got 'a'",
    undefined,
  ],
])('cannot read %s', (authorization, message, service) => {
  expect(find({ authorization })).toEqual({ kind: 'incomplete', message: expect.stringContaining(message), service })
})

it.each([
  [{}, '/', 'unsigned'],
  [{ authorization: 'Bearer x' }, '/', 'unsigned'],
  [{}, '/?X-Amz-Algorithm=%zz', 'unsigned'],
  [{ authorization: 'AWS key:signature' }, '/', 'retired'],
  [{}, '/b/k?AWSAccessKeyId=key&Signature=0', 'retired'],
] as [Record<string, string>, string, string][])('%j at %s is %s', (headers, path, kind) => {
  expect(find(headers, path).kind).toBe(kind)
})

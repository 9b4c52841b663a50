import { describe, expect, it } from 'vitest'
import { textOf } from '../../rest/gateway.harness.ts'
import { echo, httpApi, startHttpApi } from '../http-api.harness.ts'

const { call, calls } = startHttpApi(httpApi({ 'GET /x': { authorizationType: 'AWS_IAM' } }), { handler: echo })

describe('a route that asks for a signature', () => {
  it.each<[string, Record<string, string>]>([
    ['no header', {}],
    ['a token', { authorization: 'Bearer a.b.c' }],
    ['a name', { authorization: 'Basic Og==' }],
    [
      'half a signature',
      { authorization: 'AWS4-HMAC-SHA256 Credential=a/20260102/eu-west-1/execute-api/aws4_request' },
    ],
    [
      'a signature of nobody',
      {
        'x-amz-date': '20260102T030405Z',
        authorization: `AWS4-HMAC-SHA256 Credential=AKIAAAAAAAAAAAAAAAAA/20260102/eu-west-1/execute-api/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
      },
    ],
  ])('is closed to %s: always the same 403 (12.1.9)', async (_, headers) => {
    const response = await call('/x', { headers })
    expect([response.status, textOf(response)]).toEqual([403, '{"message":"Forbidden"}'])
    expect(response.headers.map(([name]) => name)).toEqual(['Content-Type', 'Content-Length', 'apigw-requestid'])
    expect(calls).toEqual([])
  })
})

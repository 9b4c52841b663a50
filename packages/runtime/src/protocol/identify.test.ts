import { expect, it } from 'vitest'
import type { WireRequest } from '../kernel/wire.ts'
import { addressOf } from './identify.ts'
import { createModels } from './models.ts'

const models = createModels()
const DAY = '20300101/us-east-1'

function serviceOf(path: string, signedFor?: string): string {
  const authorization = `AWS4-HMAC-SHA256 Credential=test/${DAY}/${signedFor}/aws4_request, SignedHeaders=host, Signature=0`
  const headers = signedFor === undefined ? {} : { authorization, 'x-amz-date': '20300101T000000Z' }
  const request = { method: 'GET', path, query: '', headers, body: Buffer.alloc(0) } as unknown as WireRequest
  return addressOf(request, { service: 'apigateway', region: 'us-east-1' }, models).service
}

it('tells two services of one signature and one host name apart by the path', () => {
  for (const signedFor of ['apigateway', undefined]) {
    expect(serviceOf('/v2/apis', signedFor)).toBe('apigatewayv2')
    expect(serviceOf('/restapis', signedFor)).toBe('apigateway')
    expect(serviceOf('/v2', signedFor)).toBe('apigateway')
    expect(serviceOf('/v2beta/apis', signedFor)).toBe('apigateway')
  }
})

it('leaves paths of other services alone', () => {
  expect(serviceOf('/v2/apis', 's3')).toBe('s3')
})

import { expect, inject, it } from 'vitest'
import { type RawRequest, sendRaw } from '../support/raw-http.ts'

// What nobody serves is refused by its name, in each of the five wire forms, by an error of that form.
const origin = inject('origin')
const signed = (service: string) => {
  const credential = `Credential=444455558888/20260101/us-east-1/${service}/aws4_request`
  return { authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0` }
}
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const json = { 'content-type': 'application/x-amz-json-1.1' }
const cases: [string, string, RawRequest, string][] = [
  [
    'an unknown JSON operation',
    '/',
    {
      headers: { ...signed('cognito-idp'), ...json, 'x-amz-target': 'AWSCognitoIdentityProviderService.Fly' },
      body: '{}',
    },
    'Fly',
  ],
  [
    'an unknown JSON service',
    '/',
    { headers: { ...signed('moon'), ...json, 'x-amz-target': 'Moon_20300101.Fly' }, body: '{}' },
    'moon Fly',
  ],
  [
    'a JSON 1.0 service',
    '/',
    {
      headers: {
        ...signed('dynamodb'),
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'DynamoDB_20120810.ListTables',
      },
      body: '{}',
    },
    'dynamodb ListTables',
  ],
  [
    'an unknown query action',
    '/',
    { headers: { ...signed('cloudformation'), ...form }, body: 'Action=Fly&Version=2010-05-15' },
    'Fly',
  ],
  [
    'a query service',
    '/',
    { headers: { ...signed('sqs'), ...form }, body: 'Action=ListQueues&Version=2012-11-05' },
    'sqs',
  ],
  [
    'an unknown REST path',
    '/moons',
    { method: 'GET', headers: signed('apigateway') },
    'Unable to determine service/operation name',
  ],
  ['a REST service', '/v1/jobs', { method: 'GET', headers: signed('batch') }, 'batch'],
  ['an unknown S3 method', '/bucket', { method: 'PATCH', headers: signed('s3') }, 'MethodNotAllowed'],
  ['an XML service', '/2020-05-31/distribution', { method: 'GET', headers: signed('cloudfront') }, 'cloudfront'],
]
it.each(cases)('%s', async (_, path, request, name) => {
  const answer = await sendRaw(origin, path, request)
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(answer.status).toBeLessThan(500)
  expect(answer.body).toContain(name)
})

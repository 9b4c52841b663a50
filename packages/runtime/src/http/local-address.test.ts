import { expect, it } from 'vitest'
import { localAddress } from './local-address.ts'

const origin = 'http://127.0.0.1:4566'

it.each([
  ['https://abc.execute-api.us-east-1.amazonaws.com/prod/', `${origin}/_aws/execute-api/abc/prod/`],
  ['https://abc.lambda-url.us-east-1.on.aws/x', `${origin}/_aws/lambda-url/abc/x`],
  ['shop.auth.us-east-1.amazoncognito.com', `${origin}/_aws/cognito/shop`],
  ['https://cognito-idp.us-east-1.amazonaws.com/us-east-1_a1B2', `${origin}/us-east-1_a1B2`],
  [
    'token: https://shop.auth.us-east-1.amazoncognito.com/oauth2/token, api: https://abc.execute-api.us-east-1.amazonaws.com',
    `token: ${origin}/_aws/cognito/shop/oauth2/token, api: ${origin}/_aws/execute-api/abc`,
  ],
])('%s', (text, expected) => {
  expect(localAddress(text, origin)).toBe(expected)
})

it.each([
  'https://lambda.us-east-1.amazonaws.com/x',
  'https://abc.execute-api.us-east-1.amazonaws.com.evil.example/prod',
  'https://example.com',
  'https://abc.lambda-url.us-east-1.on.aws.evil.example/',
  'arn:aws:execute-api:us-east-1:000000000000:abc/prod',
  '',
])('leaves %j alone', (text) => {
  expect(localAddress(text, origin)).toBeUndefined()
})

it('does not take long over a long text without dots', () => {
  const started = performance.now()
  localAddress('a-'.repeat(1_000_000), origin)
  // To look at each part from each start would take an hour.
  expect(performance.now() - started).toBeLessThan(20_000)
})

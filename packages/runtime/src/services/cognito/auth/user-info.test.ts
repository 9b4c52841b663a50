import { expect, test } from 'vitest'
import { toldByUserInfo } from './user-info.ts'

const ADA = {
  name: 'Ada',
  email: 'ada@example.com',
  email_verified: 'true',
  phone_number: '+12065550100',
  address: 'London',
  'custom:team': 'engines',
}

test.each([
  ['openid alone', ['openid'], Object.keys(ADA)],
  [
    'scopes of resource servers and of the API',
    ['openid', 'api/read', 'aws.cognito.signin.user.admin'],
    Object.keys(ADA),
  ],
  ['profile', ['openid', 'profile'], ['name', 'custom:team']],
  ['email', ['openid', 'email'], ['email', 'email_verified']],
  ['phone', ['openid', 'phone'], ['phone_number']],
  ['profile and email', ['openid', 'profile', 'email'], ['name', 'email', 'email_verified', 'custom:team']],
])('userInfo tells with %s', (_name, scopes, names) => {
  expect(Object.keys(toldByUserInfo(ADA, scopes))).toEqual(names)
})

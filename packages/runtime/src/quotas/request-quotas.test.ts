import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { manualClock } from '../kernel/clock.ts'
import { OPERATIONS_WITH_QUOTAS } from './cognito-quotas.ts'
import { awsQuotas } from './request-quotas.ts'

const HOME = { account: '123456789012', region: 'us-east-1' }
const AWAY = { account: '123456789012', region: 'eu-west-1' }

function started() {
  const clock = manualClock(0)
  const quotas = awsQuotas(clock)
  const charge = (operation: string, input: unknown = {}, place = HOME, service = 'cognito-idp') =>
    quotas.charge({ service, operation, place, input })
  /** How many pass until one does not. */
  const passing = (attempt: () => void) => {
    for (let count = 0; count < 1000; count++) {
      try {
        attempt()
      } catch (error) {
        expect(error).toMatchObject({ code: 'TooManyRequestsException', status: 400, message: 'Rate exceeded' })
        return count
      }
    }
    return Number.POSITIVE_INFINITY
  }
  return { clock, quotas, charge, passing }
}

test('operations of a category share its rate, in one account and region, and it comes back by the second', () => {
  const { charge, clock, passing } = started()
  expect(passing(() => charge('ListUserPools'))).toBe(15)
  expect(passing(() => charge('DescribeUserPool'))).toBe(0)
  expect(passing(() => charge('DescribeUserPool', {}, AWAY))).toBe(15)
  expect(passing(() => charge('UpdateUserPool'))).toBe(15)
  clock.advance(200)
  expect(passing(() => charge('ListUserPools'))).toBe(3)
  clock.advance(60_000)
  expect(passing(() => charge('ListUserPools'))).toBe(15)
})

test('of clients and other parts of a pool, an operation has five a second for each pool', () => {
  const { charge, passing } = started()
  expect(passing(() => charge('DescribeUserPoolClient', { UserPoolId: 'a' }))).toBe(5)
  expect(passing(() => charge('ListUserPoolClients', { UserPoolId: 'a' }))).toBe(5)
  expect(passing(() => charge('DescribeUserPoolClient', { UserPoolId: 'b' }))).toBeLessThan(5)
})

test('tokens at both doors are of one rate', () => {
  const { charge, quotas, passing } = started()
  for (let count = 0; count < 100; count++) expect(quotas.admitsToken(HOME)).toBe(true)
  expect(passing(() => charge('GetClientToken'))).toBe(50)
  expect(quotas.admitsToken(HOME)).toBe(false)
  expect(quotas.admitsToken(AWAY)).toBe(true)
})

test('nothing else is counted', () => {
  const { charge, passing } = started()
  expect(passing(() => charge('DescribeStacks', {}, HOME, 'cloudformation'))).toBe(Number.POSITIVE_INFINITY)
  expect(passing(() => charge('CreateManagedLoginBranding'))).toBe(Number.POSITIVE_INFINITY)
})

test('each operation that has a rate is one of Cognito', () => {
  const { operations } = JSON.parse(readFileSync('packages/runtime/models/cognito-idp.json', 'utf8'))
  expect(OPERATIONS_WITH_QUOTAS.filter((name) => !(name in operations))).toEqual([])
})

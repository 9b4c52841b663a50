import { afterEach, expect, test } from 'vitest'
import { type Handler, type PoolWithTriggers, poolWithTriggers, throwing } from '../triggers/triggers.harness.ts'

let pool: PoolWithTriggers
afterEach(() => pool.close())

/** Somebody who has signed in, in a pool whose refresh tokens rotate. */
async function start(onRefresh: Handler) {
  pool = await poolWithTriggers({
    triggers: {
      PreTokenGeneration: (event) => (event.triggerSource === 'TokenGeneration_RefreshTokens' ? onRefresh(event) : {}),
    },
    client: {
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
    },
  })
  await pool.person()
  return (await pool.signIn()).AuthenticationResult?.RefreshToken ?? ''
}

const refresh = (RefreshToken: string) =>
  pool.call('GetTokensFromRefreshToken', { ClientId: pool.ClientId, RefreshToken })

test('a refresh token that a function stands against is not used up', async () => {
  let fails = true
  const token = await start((event) => (fails ? throwing('no')(event) : {}))
  await expect(refresh(token)).rejects.toMatchObject({ code: 'UserLambdaValidationException' })
  fails = false
  expect((await refresh(token)).AuthenticationResult?.RefreshToken).toBeDefined()
  await expect(refresh(token)).rejects.toMatchObject({ code: 'RefreshTokenReuseException' })
})

test('of two uses at a time of a refresh token that rotates one counts', async () => {
  const token = await start(() => ({}))
  const both = await Promise.allSettled([refresh(token), refresh(token)])
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
})

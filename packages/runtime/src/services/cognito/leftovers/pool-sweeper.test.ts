import { afterEach, beforeEach, expect, test } from 'vitest'
import { silentLogger } from '../../../kernel/logger.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import { startCognito, type TestCognito } from '../cognito.harness.ts'
import { hasLeftPools } from './left-pools.ts'
import { PoolSweeper } from './pool-sweeper.ts'

const PEOPLE = 450

let cognito: TestCognito
beforeEach(async () => {
  cognito = await startCognito()
})
afterEach(() => cognito.close())

async function poolWithPeople(PoolName: string): Promise<string> {
  const { UserPool } = await cognito.call('CreateUserPool', { PoolName })
  const UserPoolId = UserPool?.Id ?? ''
  await cognito.call('CreateGroup', { UserPoolId, GroupName: 'all' })
  await cognito.call('CreateUserPoolClient', { UserPoolId, ClientName: 'app' })
  await cognito.call('AdminCreateUser', { UserPoolId, Username: 'ann', MessageAction: 'SUPPRESS' })
  await cognito.call('AdminAddUserToGroup', { UserPoolId, Username: 'ann', GroupName: 'all' })
  return UserPoolId
}

/** As many more as take several turns: copies, since a password takes a while. */
async function crowd(UserPoolId: string): Promise<void> {
  await cognito.store.transact(async (tx) => {
    const [ann] = await tx.list({ kind: 'cognito-idp/user', prefix: UserPoolId, limit: 1 })
    if (!ann) throw new Error('nobody there')
    for (let i = 0; i < PEOPLE; i++) tx.put({ ...ann.key, id: `${ann.key.id}-${i}` }, ann.value)
  })
}

async function documentsOf(UserPoolId: string): Promise<string[]> {
  const { documents } = await cognito.store.contents()
  return documents.filter(({ id }) => id.includes(UserPoolId)).map(({ kind }) => kind)
}

test('what a deleted pool has left is deleted in turns, and nothing of another pool', async () => {
  const [gone, stays] = [await poolWithPeople('gone'), await poolWithPeople('stays')]
  await crowd(gone)
  const before = await documentsOf(stays)
  await cognito.resume?.()
  await cognito.call('DeleteUserPool', { UserPoolId: gone })
  await expect(cognito.call('ListUsers', { UserPoolId: gone })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
  })
  await expect.poll(() => hasLeftPools(cognito.store)).toBe(false)
  expect(await documentsOf(gone)).toEqual([])
  expect(await documentsOf(stays)).toEqual(before)
  const { UserPool } = await cognito.call('DescribeUserPool', { UserPoolId: stays })
  expect(UserPool?.EstimatedNumberOfUsers).toBe(1)
})

test('an interrupted run is gone on with by the next, in transactions that stay small', async () => {
  const gone = await poolWithPeople('gone')
  await crowd(gone)
  await cognito.call('DeleteUserPool', { UserPoolId: gone })
  expect(await hasLeftPools(cognito.store)).toBe(true)

  const deleted: number[] = []
  let transactions = 0
  const { store } = cognito
  const interrupted = new PoolSweeper({
    logger: silentLogger,
    store: {
      ...store,
      list: (range) => store.list(range),
      onCommit: (listener) => store.onCommit(listener),
      transact: async <R>(work: (tx: Transaction) => Promise<R>) => {
        if (++transactions > 3) throw new Error('killed')
        return store.transact(work)
      },
    },
  })
  interrupted.start()
  await interrupted.close()
  expect(await hasLeftPools(store)).toBe(true)

  store.onCommit((changes) => deleted.push(changes.length))
  const next = new PoolSweeper({ store, logger: silentLogger })
  next.start()
  await expect.poll(() => hasLeftPools(store)).toBe(false)
  await next.close()
  expect(await documentsOf(gone)).toEqual([])
  expect(Math.max(...deleted)).toBeLessThanOrEqual(200)
})

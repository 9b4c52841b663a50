import { expect, test } from 'vitest'
import { HOME, startCognito } from '../../cognito.harness.ts'
import { members, memberships, membershipsPrefix, membersPrefix } from '../../groups/repository.ts'

const MEMBERS = 450

test('a group of many goes in transactions that stay small, with all memberships and no others', async () => {
  const cognito = await startCognito()
  const poolId = (await cognito.call('CreateUserPool', { PoolName: 'p' })).UserPool?.Id ?? ''
  for (const GroupName of ['all', 'all-others']) await cognito.call('CreateGroup', { UserPoolId: poolId, GroupName })
  await cognito.store.transact(async (tx) => {
    for (let i = 0; i < MEMBERS; i++) {
      for (const group of ['all', 'all-others']) {
        members.put(tx, HOME, `${membersPrefix(poolId, group)}${i}`, { key: String(i) })
        memberships.put(tx, HOME, `${membershipsPrefix({ poolId, key: String(i) })}${group}`, { group })
      }
    }
  })
  const changed: number[] = []
  cognito.store.onCommit((changes) => changed.push(changes.length))
  await cognito.call('DeleteGroup', { UserPoolId: poolId, GroupName: 'all' })
  expect(changed).toHaveLength(3)
  expect(Math.max(...changed)).toBeLessThanOrEqual(400)
  const left = async (group: string) =>
    (await cognito.store.contents()).documents.filter(
      ({ id }) => id.endsWith(`/${group}`) || id.includes(`/${group}\n`),
    )
  expect(await left('all')).toEqual([])
  expect(await left('all-others')).toHaveLength(2 * MEMBERS + 1)
  await expect(cognito.call('DeleteGroup', { UserPoolId: poolId, GroupName: 'all' })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
  })
  await cognito.close()
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HOME, startCognito, type TestCognito } from '../cognito.harness.ts'

let cognito: TestCognito
let UserPoolId: string
beforeAll(async () => {
  cognito = await startCognito()
  UserPoolId = (await cognito.call('CreateUserPool', { PoolName: 'p' })).UserPool?.Id ?? ''
})
afterAll(() => cognito.close())

const READ = { ScopeName: 'read', ScopeDescription: 'to read' }

test('is made, described, replaced and deleted', async () => {
  const id = { UserPoolId, Identifier: 'https://api.example.com/v1' }
  const made = await cognito.call('CreateResourceServer', { ...id, Name: 'n', Scopes: [READ] })
  expect(JSON.stringify(made.ResourceServer)).toBe(JSON.stringify({ ...id, Name: 'n', Scopes: [READ] }))
  expect(await cognito.call('DescribeResourceServer', id)).toEqual(made)
  const updated = await cognito.call('UpdateResourceServer', { ...id, Name: 'm' })
  expect(updated.ResourceServer).toEqual({ ...id, Name: 'm', Scopes: [] })
  expect(await cognito.call('DeleteResourceServer', id)).toBeUndefined()
  await expect(cognito.call('DescribeResourceServer', id)).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
    message: 'Resource server https://api.example.com/v1 does not exist.',
  })
})

describe('refusals', () => {
  test('an identifier of the same pool twice; another pool may have it', async () => {
    const server = { Identifier: 'twice', Name: 'n' }
    await cognito.call('CreateResourceServer', { UserPoolId, ...server })
    await expect(cognito.call('CreateResourceServer', { UserPoolId, ...server })).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: `twice already exists in user pool ${UserPoolId}.`,
    })
    const other = (await cognito.call('CreateUserPool', { PoolName: 'o' })).UserPool?.Id ?? ''
    await expect(cognito.call('CreateResourceServer', { UserPoolId: other, ...server })).resolves.toBeDefined()
  })

  test('a scope twice', async () => {
    const input = { UserPoolId, Identifier: 'scopes', Name: 'n', Scopes: [READ, READ] }
    await expect(cognito.call('CreateResourceServer', input)).rejects.toMatchObject({
      code: 'InvalidParameterException',
    })
  })

  test('a pool that is not there, or another place’s', async () => {
    const input = { UserPoolId, Identifier: 'x', Name: 'n' }
    const place = { ...HOME, account: '999999999999' }
    await expect(cognito.call('CreateResourceServer', input, place)).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: `User pool ${UserPoolId} does not exist.`,
    })
  })
})

test('are listed page by page, also where one identifier begins like another', async () => {
  const pool = (await cognito.call('CreateUserPool', { PoolName: 'listed' })).UserPool?.Id ?? ''
  const identifiers = ['a', 'a/b', 'a/b/c', 'b']
  for (const Identifier of identifiers) {
    await cognito.call('CreateResourceServer', { UserPoolId: pool, Identifier, Name: 'n' })
  }
  const first = await cognito.call('ListResourceServers', { UserPoolId: pool, MaxResults: 3 })
  const { NextToken } = first
  const second = await cognito.call('ListResourceServers', { UserPoolId: pool, MaxResults: 3, NextToken })
  expect(second.NextToken).toBeUndefined()
  const listed = [...(first.ResourceServers ?? []), ...(second.ResourceServers ?? [])]
  expect(listed.map(({ Identifier }) => Identifier)).toEqual(identifiers)
})

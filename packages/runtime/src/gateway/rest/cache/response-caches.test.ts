import { expect, it } from 'vitest'
import type { ApiSource, StageSnapshot } from '../../ports.ts'
import { Backend } from '../backend.ts'
import { api } from '../gateway.harness.ts'
import { ResponseCaches } from './response-caches.ts'

const STAGE: StageSnapshot = {
  place: { account: '000000000000', region: 'eu-west-1' },
  apiId: 'abc',
  stageName: 'prod',
  deploymentId: 'dep',
  variables: {},
  definition: api({}),
  authorizersEpoch: '',
  version: '',
}

/** Stages by name, and the epochs of their caches. */
function start(stages: Record<string, string | undefined>, maxBytes?: number) {
  const listeners: ((apiId: string) => void)[] = []
  const source: ApiSource = {
    find: async () => ({
      findStage: async (stageName) => {
        const epoch = stages[stageName]
        return epoch === undefined ? undefined : { ...STAGE, stageName, cache: { epoch, methods: {} } }
      },
    }),
    onChange: (listener) => void listeners.push(listener),
  }
  const caches = new ResponseCaches(source, maxBytes)
  return {
    caches,
    cacheOf: (stageName = 'prod', epoch = '1') => caches.of({ ...STAGE, stageName }, epoch),
    async changed() {
      for (const listener of listeners) listener('abc')
      // The stages are read one after the other, each in a few turns.
      for (let i = 0; i < 20; i++) await Promise.resolve()
    },
  }
}

const answer = (size: number) => new Backend('200', [], Buffer.alloc(size))

it('holds no more than its bound, whatever is asked for, and lets the oldest go', () => {
  const { cacheOf, caches } = start({}, 1024 * 1024)
  const cache = cacheOf()
  for (let i = 0; i < 100_000; i++) cache.keep(`key ${i}`, cache.beginTurn(), answer(100), 0)
  expect(caches.bytes).toBeLessThanOrEqual(1024 * 1024)
  expect(caches.bytes).toBeGreaterThan(1024 * 1024 - 4096)
  expect(cache.find('key 0', 0, 1)).toBeUndefined()
  expect(cache.find('key 99999', 0, 1)).toBeDefined()
})

it('keeps what is asked for again', () => {
  const { cacheOf } = start({}, 10 * 1024)
  const cache = cacheOf()
  cache.keep('wanted', cache.beginTurn(), answer(100), 0)
  for (let i = 0; i < 100; i++) {
    cache.keep(`key ${i}`, cache.beginTurn(), answer(100), 0)
    expect(cache.find('wanted', 0, 1)).toBeDefined()
  }
})

it('takes room from the stage that has the most', () => {
  const { cacheOf } = start({}, 64 * 1024)
  const [small, large] = [cacheOf('small'), cacheOf('large')]
  small.keep('mine', small.beginTurn(), answer(100), 0)
  for (let i = 0; i < 1000; i++) large.keep(`key ${i}`, large.beginTurn(), answer(1000), 0)
  expect(small.find('mine', 0, 1)).toBeDefined()
})

it('copies what it keeps out of larger blocks', () => {
  const { cacheOf } = start({})
  const cache = cacheOf()
  const kept = cache.keep('key', cache.beginTurn(), new Backend('200', [], Buffer.alloc(1_000_000).subarray(0, 10)), 0)
  const { body } = kept?.backendFor(() => '') ?? {}
  expect((body as Buffer).buffer.byteLength).toBe(10)
})

it('frees what a stage has no more: after a flush, and when it is deleted', async () => {
  const stages: Record<string, string | undefined> = { prod: '1', dev: '1' }
  const { cacheOf, caches, changed } = start(stages)
  for (const name of ['prod', 'dev']) {
    const cache = cacheOf(name)
    cache.keep('key', cache.beginTurn(), answer(1000), 0)
  }
  const before = caches.bytes
  await changed()
  expect(caches.bytes).toBe(before)
  stages.prod = '2'
  await changed()
  expect(caches.bytes).toBe(before / 2)
  stages.dev = undefined
  await changed()
  expect(caches.bytes).toBe(0)
})

it('takes nothing back into a cache that was freed', async () => {
  const stages: Record<string, string | undefined> = { prod: '1' }
  const { cacheOf, caches, changed } = start(stages)
  const cache = cacheOf()
  const turn = cache.beginTurn()
  stages.prod = undefined
  await changed()
  cache.keep('key', turn, answer(1000), 0)
  expect(caches.bytes).toBe(0)
})

it('forgets what is too old when it is asked for', () => {
  const { cacheOf, caches } = start({})
  const cache = cacheOf()
  cache.keep('key', cache.beginTurn(), answer(1000), 10)
  expect(cache.find('key', 9, 100)).toBeUndefined()
  expect(caches.bytes).toBe(0)
})

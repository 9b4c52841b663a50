import { describe, expect, it } from 'vitest'
import type { BlobStore } from '../../kernel/blobs.ts'
import { HOME } from '../../kernel/call.harness.ts'
import { runsTwice } from '../../store/runs-twice.harness.ts'
import { openSqliteStore } from '../../store/sqlite/index.ts'
import type { Store } from '../../store/store.ts'
import { zipOf } from './code/zip-writer.ts'
import { startLambda, type TestLambda } from './lambda.harness.ts'

const ARN = 'arn:aws:lambda:eu-west-1:111111111111:function:fn'

function withParts(store: Store, parts: Partial<Store>): Store {
  return new Proxy(store, {
    get(target, name) {
      if (Object.hasOwn(parts, name)) return parts[name as keyof Store]
      const value = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** A store of a process that is killed before or after one of its writes. */
function mortal(store: Store, moment: number) {
  let steps = 0
  const step = async <T>(effect: () => Promise<T>): Promise<T> => {
    const at = 2 * steps++
    if (at >= moment) throw new Error('killed')
    const result = await effect()
    if (at + 1 >= moment) throw new Error('killed')
    return result
  }
  const { blobs, transact } = store
  const parts: Partial<Store> = {
    transact: (work) => step(() => transact(work)),
    blobs: {
      put: (name, bytes) => step(() => blobs.put(name, bytes)),
      get: (name) => blobs.get(name),
      delete: (name) => step(() => blobs.delete(name)),
    },
  }
  return { store: withParts(store, parts), steps: () => steps }
}

/** Blobs that can be counted. */
async function openStore() {
  const blobs = new Map<string, Buffer>()
  const counted: BlobStore = {
    put: async (name, bytes) => void blobs.set(name, bytes),
    get: async (name) => blobs.get(name),
    delete: async (name) => void blobs.delete(name),
  }
  return { store: withParts(await openSqliteStore({ path: undefined }), { blobs: counted }), blobs }
}

const codeOf = (text: string) => ({ ZipFile: zipOf({ 'index.js': text }) })

/** What a client does; `accepted` has the events whose acceptance was answered. */
async function act({ call, create, functions, put }: TestLambda, accepted: string[]): Promise<void> {
  put('bucket', 'layer.zip', zipOf({ a: 'layer' }))
  const Content = { S3Bucket: 'bucket', S3Key: 'layer.zip' }
  const { LayerVersionArn = '' } = await call('PublishLayerVersion', { LayerName: 'l', Content })
  await create('fn', { Layers: [LayerVersionArn], Publish: true })
  await call('DeleteLayerVersion', { LayerName: 'l', VersionNumber: 1 })
  await call('UpdateFunctionCode', { FunctionName: 'fn', ...codeOf('two') })
  await call('UpdateFunctionConfiguration', { FunctionName: 'fn', Layers: [] })
  for (const requestId of ['e1', 'e2']) {
    await functions.enqueue({ functionArn: ARN, principal: 'account', payload: Buffer.from('1'), requestId })
    accepted.push(requestId)
  }
  await create('gone')
  await call('DeleteFunction', { FunctionName: 'gone' })
}

/** Names of blobs that documents hold. */
async function heldBy(store: Store): Promise<string[]> {
  type Held = { readonly code: { readonly hash: string }; readonly layers?: readonly Held[] }
  const hashes = ({ code, layers = [] }: Held): string[] => [code.hash, ...layers.flatMap(hashes)]
  const values = async <T>(kind: string) => (await store.list<T>({ kind })).map(({ value }) => value)
  const found = [
    ...(await values<{ latest: Held }>('lambda/function')).flatMap(({ latest }) => hashes(latest)),
    ...(await values<Held>('lambda/version')).flatMap(hashes),
    ...(await values<Held>('lambda/layer-version')).flatMap(hashes),
  ]
  return [...new Set(found)].sort()
}

async function liveUntil(moment: number, wrap: (store: Store) => Store): Promise<number> {
  const { store, blobs } = await openStore()
  const first = mortal(wrap(store), moment)
  const accepted: string[] = []
  const dying = await startLambda({ store: first.store })
  await act(dying, accepted).catch((error: Error) => expect(error.message).toBe('killed'))
  await dying.service.close?.()

  const next = await startLambda({ store: wrap(store) })
  const { signal } = new AbortController()
  for (const requestId of accepted) {
    expect(await next.functions.settled(HOME, requestId, signal), `killed at ${moment}`).toEqual({ succeeded: true })
  }
  await next.service.close?.()
  const marks = await Promise.all(['lambda/staged-blob', 'lambda/unused-blob'].map((kind) => store.list({ kind })))
  expect(marks.flat(), `killed at ${moment}`).toEqual([])
  expect([...blobs.keys()].sort(), `killed at ${moment}`).toEqual(await heldBy(store))
  await store.close()
  return first.steps()
}

describe.each([
  ['as it is', (store: Store) => store],
  ['with work that runs twice', runsTwice],
])('a store %s', (_, wrap) => {
  it('keeps the code that is used and no other, and every event, wherever the process is killed', async () => {
    const steps = await liveUntil(Number.POSITIVE_INFINITY, wrap)
    expect(steps).toBeGreaterThan(20)
    for (let moment = 0; moment < 2 * steps; moment++) await liveUntil(moment, wrap)
  })
})

import { describe, expect, it } from 'vitest'
import type { S3Api } from '../../generated/s3.ts'
import type { BlobStore } from '../../kernel/blobs.ts'
import { manualClock } from '../../kernel/clock.ts'
import { silentLogger } from '../../kernel/logger.ts'
import type { Call, CallContext, InputOf, OutputOf } from '../../kernel/operation.ts'
import { systemRandom } from '../../kernel/random.ts'
import { runsTwice } from '../../store/runs-twice.harness.ts'
import { openSqliteStore } from '../../store/sqlite/index.ts'
import type { Store } from '../../store/store.ts'
import { createS3Service } from './index.ts'
import type { ObjectVersion, PartRecord } from './records.ts'

/** A store whose blobs can be counted, and whose names must be used once. */
async function openStore(): Promise<{ store: Store; blobs: Map<string, Buffer> }> {
  const blobs = new Map<string, Buffer>()
  const used = new Set<string>()
  const counted: BlobStore = {
    async put(name, bytes) {
      if (used.has(name)) throw new Error(`the name ${name} is used twice`)
      used.add(name)
      blobs.set(name, bytes)
    },
    get: async (name) => blobs.get(name),
    delete: async (name) => void blobs.delete(name),
  }
  return { store: withParts(await openSqliteStore({ path: undefined }), { blobs: counted }), blobs }
}

function withParts(store: Store, parts: Partial<Store>): Store {
  return new Proxy(store, {
    get(target, name) {
      if (Object.hasOwn(parts, name)) return parts[name as keyof Store]
      const value = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

function serve(store: Store) {
  const service = createS3Service({ store, clock: manualClock(0), random: systemRandom, logger: silentLogger })
  const context: CallContext = {
    place: { account: '111111111111', region: 'us-east-1' },
    caller: { accessKeyId: 'k', arn: 'arn:aws:iam::111111111111:root', userId: '111111111111' },
    requestId: 'r',
    origin: 'http://127.0.0.1',
    transact: store.transact,
    reader: store,
    call: ((_service: string, name: string, input: unknown) => service.operations.get(name)?.(input, context)) as Call,
  }
  return {
    service,
    call: <O extends keyof S3Api & string>(name: O, input: Omit<InputOf<'s3', O>, 'Bucket'>) =>
      context.call('s3', name, { Bucket: 'b-1', ...input } as InputOf<'s3', O>) as Promise<OutputOf<'s3', O>>,
  }
}

type Server = ReturnType<typeof serve>

/** Starts a server that only collects, and ends it when it has. */
async function collectOnce(store: Store): Promise<void> {
  const { service } = serve(store)
  await service.resume?.()
  await service.close?.()
}

async function textOf({ call }: Server, Key: string): Promise<string | undefined> {
  try {
    return Buffer.from((await call('GetObject', { Key })).Body ?? []).toString()
  } catch (error) {
    expect(error).toMatchObject({ code: 'NoSuchKey' })
    return undefined
  }
}

/** Names of blobs that documents hold, and how many marks there are. */
async function heldBy(store: Store) {
  const values = async <T>(kind: string) => (await store.list<T>({ kind })).map((document) => document.value)
  const versions = await values<ObjectVersion>('s3/object-version')
  const parts = await values<PartRecord>('s3/upload-part')
  const held = [...versions.flatMap(({ segments }) => segments), ...parts.map(({ segment }) => segment)]
  const marks = [...(await values('s3/staged-blob')), ...(await values('s3/unused-blob'))]
  return { names: [...new Set(held.map(({ hash }) => hash))].sort(), marks: marks.length }
}

/** What a client does, each step with what every key then holds. */
type Acknowledge = (key: string, text: string | undefined) => void
async function act({ call }: Server, begins: (key: string) => void, acknowledge: Acknowledge): Promise<void> {
  const put = async (Key: string, text: string) => {
    begins(Key)
    await call('PutObject', { Key, Body: Buffer.from(text) })
    acknowledge(Key, text)
  }
  const upload = async (Key: string, fill: (UploadId: string) => Promise<string[]>, text?: string) => {
    const { UploadId = '' } = await call('CreateMultipartUpload', { Key })
    const etags = await fill(UploadId)
    begins(Key)
    if (text === undefined) return call('AbortMultipartUpload', { Key, UploadId })
    const Parts = etags.map((ETag, i) => ({ PartNumber: i + 1, ETag }))
    await call('CompleteMultipartUpload', { Key, UploadId, MultipartUpload: { Parts } })
    acknowledge(Key, text)
    return undefined
  }
  const part = async (Key: string, UploadId: string, text: string) =>
    (await call('UploadPart', { Key, UploadId, PartNumber: 1, Body: Buffer.from(text) })).ETag ?? ''

  await call('CreateBucket', {})
  await put('a', 'one')
  await put('a', 'two')
  await put('same', 'two')
  await upload('parts', async (id) => [await part('parts', id, 'old'), await part('parts', id, 'new')].slice(1), 'new')
  begins('copy')
  await call('CopyObject', { Key: 'copy', CopySource: 'b-1/parts' })
  acknowledge('copy', 'new')
  const copied = async (UploadId: string) => {
    const { CopyPartResult } = await call('UploadPartCopy', {
      Key: 'ranged',
      UploadId,
      PartNumber: 1,
      CopySource: 'b-1/copy',
      CopySourceRange: 'bytes=1-2',
    })
    return [CopyPartResult?.ETag ?? '']
  }
  await upload('ranged', copied, 'ew')
  await upload('aborted', async (id) => [await part('aborted', id, 'never')])
  begins('parts')
  await call('DeleteObject', { Key: 'parts' })
  acknowledge('parts', undefined)
  begins('none')
  const wanted = { Key: 'a', Body: Buffer.from('never'), IfNoneMatch: '*' }
  await expect(call('PutObject', wanted)).rejects.toThrow()
}

/** A process that ends at one of its steps, before or after it had its effect: from then on it does nothing more. */
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

async function liveUntil(moment: number, wrap: (store: Store) => Store) {
  const { store, blobs } = await openStore()
  const acknowledged = new Map<string, string | undefined>()
  let touched = ''
  const begins = (key: string) => {
    touched = key
  }
  const first = mortal(wrap(store), moment)
  const server = serve(first.store)
  await server.service.resume?.()
  await act(server, begins, (key, text) => acknowledged.set(key, text)).catch(() => {})
  await server.service.close?.()

  await collectOnce(wrap(store))
  const after = serve(store)
  for (const [key, text] of acknowledged) if (key !== touched) expect(await textOf(after, key), key).toBe(text)
  if (touched) await textOf(after, touched)
  expect(await heldBy(store)).toEqual({ names: [...blobs.keys()].sort(), marks: 0 })
  await store.close()
  return { steps: first.steps(), acknowledged }
}

describe.each([
  ['as it is', (store: Store) => store],
  ['with work that runs twice', runsTwice],
])('a store %s', (_, wrap) => {
  it('keeps what was acknowledged and nothing else, wherever the process is killed', async () => {
    const { steps, acknowledged } = await liveUntil(Number.POSITIVE_INFINITY, wrap)
    expect(Object.fromEntries(acknowledged)).toEqual({
      a: 'two',
      same: 'two',
      parts: undefined,
      copy: 'new',
      ranged: 'ew',
    })
    expect(steps).toBeGreaterThan(30)
    for (let moment = 0; moment < 2 * steps; moment++) await liveUntil(moment, wrap)
  })
})

/** Lets somebody else act at a moment in the life of the bytes. */
function interrupted(store: Store, parts: { put?: () => Promise<void>; delete?: () => Promise<void> }): Store {
  const { blobs } = store
  return withParts(store, {
    blobs: {
      get: (name) => blobs.get(name),
      async put(name, bytes) {
        await blobs.put(name, bytes)
        await parts.put?.()
      },
      async delete(name) {
        await parts.delete?.()
        await blobs.delete(name)
      },
    },
  })
}

it('puts bytes again that another server took for left behind while they were uploaded', async () => {
  const { store, blobs } = await openStore()
  let puts = 0
  const server = serve(interrupted(store, { put: async () => void (++puts === 1 && (await collectOnce(store))) }))
  await server.call('CreateBucket', {})
  await server.call('PutObject', { Key: 'a', Body: Buffer.from('text') })
  expect(puts).toBe(2)
  expect(await textOf(server, 'a')).toBe('text')
  expect(await heldBy(store)).toEqual({ names: [...blobs.keys()], marks: 0 })
})

it('gives up an upload that is taken away again and again, and leaves nothing', async () => {
  const { store, blobs } = await openStore()
  const server = serve(interrupted(store, { put: () => collectOnce(store) }))
  await server.call('CreateBucket', {})
  const put = server.call('PutObject', { Key: 'a', Body: Buffer.from('text') })
  await expect(put).rejects.toMatchObject({ code: 'OperationAborted', status: 409 })
  expect(blobs.size).toBe(0)
})

it('loses nothing to a collector that wakes up after others have collected and uploaded', async () => {
  const { store, blobs } = await openStore()
  const writer = serve(store)
  await writer.call('CreateBucket', {})
  await writer.call('PutObject', { Key: 'a', Body: Buffer.from('text') })
  await writer.call('DeleteObject', { Key: 'a' })
  const uploadsAgain = async () => {
    await collectOnce(store)
    await writer.call('PutObject', { Key: 'a', Body: Buffer.from('text') })
  }
  await collectOnce(interrupted(store, { delete: uploadsAgain }))
  expect(await textOf(writer, 'a')).toBe('text')
  expect(blobs.size).toBe(1)
})

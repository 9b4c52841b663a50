import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { RequestHistory } from '../../kernel/request-history.ts'
import type { WireResponse } from '../../kernel/wire.ts'
import { adminSource, keptRequest, send } from '../admin.harness.ts'
import { createAdmin } from '../admin.ts'
import type { RequestBatch, RequestList } from '../contract/index.ts'

let history: RequestHistory
let name = 'first'
const forget = () => {
  history = new RequestHistory({ maxCount: 1000, maxBytes: 1_000_000, keepsBodies: false })
}
beforeEach(forget)

const { handle, close } = createAdmin(
  adminSource({
    requests: {
      limit: 1000,
      get count() {
        return history.count
      },
      find: () => undefined,
      newestFirst: () => history.newestFirst(),
      get history() {
        return name
      },
      get position() {
        return history.position
      },
      metrics: undefined,
      since: (position) => history.since(position),
    },
  }),
)

let count = 0
const came = (more: Parameters<typeof keptRequest>[0] = {}) => {
  count++
  const startedAt = new Date(Date.UTC(2030, 0, 1) + count).toISOString()
  history.keep(keptRequest({ requestId: `r${count}`, status: 403, startedAt, ...more }))
}
const ids = (requests: readonly { readonly requestId: string }[]) =>
  requests.map(({ requestId }) => requestId).join(' ')

describe('the list', () => {
  const list = async (query: string) => {
    const response = await send(handle, `requests?${query}`)
    expect([response.status, query]).toEqual([200, query])
    return JSON.parse(String(response.body)) as RequestList
  }

  it('shows those that are asked for', async () => {
    came({ requestId: 'a', status: 200, plane: 'oauth', api: 'partners', client: 'c1', path: '/oauth2/token' })
    came({ requestId: 'b', status: 401, client: 'c1', refusal: 'scopes', method: 'POST' })
    came({ requestId: 'c', status: 503, stage: 'live', path: '/<script>' })
    const shown = async (query: string) => ids((await list(query)).requests)
    expect(await shown('')).toBe('c b a')
    expect(await shown('refused=true')).toBe('c b')
    expect(await shown('status=5')).toBe('c')
    expect(await shown('plane=oauth')).toBe('a')
    expect(await shown('client=c1&refused=true')).toBe('b')
    expect(await shown('api=partners')).toBe('a')
    expect(await shown('stage=live')).toBe('c')
    expect(await shown('method=POST')).toBe('b')
    expect(await shown('text=SCOPE')).toBe('b')
    expect(await shown('text=%3Cscript')).toBe('c')
    expect(await shown('text=&status=')).toBe('c b a')
    expect(await shown('client=none')).toBe('')
  })

  it('comes in pages that no new request moves', async () => {
    for (let i = 0; i < 5; i++) came({ requestId: `p${i}` })
    const first = await list('limit=2')
    expect([ids(first.requests), first.kept]).toEqual(['p4 p3', 5])
    came({ requestId: 'new' })
    const second = await list(`limit=2&after=${first.next}`)
    const third = await list(`limit=2&after=${second.next}`)
    expect([ids(second.requests), ids(third.requests), third.next]).toEqual(['p2 p1', 'p0', undefined])
  })

  it('tells requests of one instant apart', async () => {
    const startedAt = '2030-01-02T00:00:00.000Z'
    for (const requestId of ['x', 'y', 'z']) came({ requestId, startedAt })
    const { next, requests } = await list('limit=1')
    const rest = await list(`after=${next}`)
    expect([ids(requests), ids(rest.requests)].join(' ').split(' ').sort()).toEqual(['x', 'y', 'z'])
  })

  it.each(['plane=s3', 'status=9', 'status=20', 'refused=false', 'after=x', 'limit=0', `text=${'x'.repeat(501)}`])(
    'is refused for %s',
    async (query) => {
      expect((await send(handle, `requests?${query}`)).status).toBe(400)
    },
  )
})

describe('the stream', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => {
    close()
    expect(vi.getTimerCount()).toBe(0)
    vi.useRealTimers()
  })

  const open = async (query = '', headers: Record<string, string> = {}) => {
    const response = await send(handle, `requests/stream${query}`, { headers })
    expect(response.status).toBe(200)
    return reader(response)
  }

  const reader = ({ body }: WireResponse) => {
    const parts = (body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]()
    return {
      parts,
      async text() {
        const { value, done } = await parts.next()
        return done ? undefined : Buffer.from(value).toString()
      },
      async batch() {
        const text = await this.text()
        const [, id, data] = /id: (\S+)\nevent: requests\ndata: (.*)\n\n$/.exec(text ?? '') ?? []
        return { id, ...(JSON.parse(data ?? 'null') as RequestBatch) }
      },
    }
  }

  it('tells of requests as they come, and where to go on', async () => {
    came({ requestId: 'before' })
    const stream = await open()
    expect(await stream.text()).toBe(
      'id: first.1.0.0\nevent: hello\ndata: {"batchesPerSecond":10,"requestsPerBatch":50}\n\n',
    )
    came({ requestId: 'one' })
    came({ requestId: 'two', status: 200 })
    vi.advanceTimersByTime(100)
    const batch = await stream.batch()
    expect([batch.id, ids(batch.requests), batch.leftOut]).toEqual(['first.2.1.0', 'one two', 0])
    await stream.parts.return?.()
    came({ requestId: 'three' })
    const again = await open('', { 'last-event-id': 'first.2.1.0' })
    await again.text()
    vi.advanceTimersByTime(100)
    expect(ids((await again.batch()).requests)).toBe('three')
  })

  it('leaves out what is too much, and says how much', async () => {
    const stream = await open()
    await stream.text()
    for (let i = 0; i < 300; i++) came()
    for (let i = 0; i < 150; i++) history.wants(200, 1000)
    vi.advanceTimersByTime(100)
    const { requests, leftOut } = await stream.batch()
    expect([requests.length, requests.at(-1)?.requestId, leftOut]).toEqual([50, `r${count}`, 300])
  })

  it('tells each reader of what it asks for', async () => {
    const [refused, other] = [await open('?refused=true'), await open('?client=c2')]
    await Promise.all([refused.text(), other.text()])
    came({ requestId: 'ok', status: 200 })
    came({ requestId: 'no', client: 'c2' })
    vi.advanceTimersByTime(100)
    expect(ids((await refused.batch()).requests)).toBe('no')
    expect(ids((await other.batch()).requests)).toBe('no')
    expect((await send(handle, 'requests/stream?status=x')).status).toBe(400)
  })

  it('goes on after a reset', async () => {
    const stream = await open()
    await stream.text()
    forget()
    name = 'second'
    came({ requestId: 'fresh' })
    vi.advanceTimersByTime(100)
    expect(await stream.batch()).toMatchObject({ id: 'second.1.0.0', requests: [{ requestId: 'fresh' }] })
    name = 'first'
  })

  it('shows that it is alive', async () => {
    const stream = await open()
    await stream.text()
    vi.advanceTimersByTime(15_000)
    expect(await stream.text()).toBe(': \n\n')
  })

  it('leaves a reader that does not read', async () => {
    const stream = await open()
    for (let i = 0; i < 30; i++) {
      came()
      vi.advanceTimersByTime(100)
    }
    expect(await stream.text()).toBeUndefined()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('takes some tens of readers, and ends with the server', async () => {
    const streams = await Promise.all(Array.from({ length: 32 }, () => open()))
    expect((await send(handle, 'requests/stream')).status).toBe(503)
    await streams[0]?.parts.return?.()
    const last = await open()
    await last.text()
    const waits = last.text()
    close()
    expect(await waits).toBeUndefined()
  })
})

import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { AwsError } from './errors.ts'
import { type PageSource, pagingOf, readPage, sorted, stored } from './paging.ts'
import { placeKey } from './place.ts'

interface Thing {
  readonly name: string
  readonly at: number
}

const place = { account: '123456789012', region: 'eu-west-1' }
const ctx = { place }
const refused = (token: string) => new AwsError('InvalidMarker', token)
const pageRequest = pagingOf({ token: 'Marker', limit: 'MaxItems', refused })
const things = (...names: string[]): Thing[] => names.map((name, at) => ({ name, at }))

interface Input {
  readonly Marker?: string
  readonly MaxItems?: number
  readonly Prefix?: string
}

async function page(source: PageSource<Thing>, input: Input, operation = 'ListThings', where = ctx) {
  const { items, next } = await readPage(pageRequest(operation, input, where, 2), source)
  return { names: items.map(({ name }) => name), next }
}

const byName = (list: readonly Thing[]) => sorted(list, ({ name }) => [name])
const inStore = (list: readonly Thing[]) =>
  stored<Thing>(
    async ({ after = '', limit }) => list.filter(({ name }) => name > after).slice(0, limit),
    ({ name }) => name,
  )

for (const [kind, source] of [
  ['at hand', byName],
  ['in the store', inStore],
] as const) {
  it(`ends a list ${kind} without a token`, async () => {
    const first = await page(source(things('a', 'b', 'c', 'd')), {})
    expect(first.names).toEqual(['a', 'b'])
    expect(await page(source(things('a', 'b', 'c', 'd')), { Marker: first.next })).toEqual({
      names: ['c', 'd'],
      next: undefined,
    })
    expect(await page(source([]), {})).toEqual({ names: [], next: undefined })
  })

  it(`neither repeats nor loses what stays while a list ${kind} changes`, async () => {
    const { next } = await page(source(things('b', 'd', 'f', 'h')), {})
    // The last one shown goes, and so does one that was not shown; others come on both sides.
    expect(await page(source(things('a', 'b', 'e', 'h')), { Marker: next })).toEqual({
      names: ['e', 'h'],
      next: undefined,
    })
  })
}

it('goes on in any order, also where several are equal by the first key', async () => {
  const list = [
    { name: 'b', at: 1 },
    { name: 'a', at: 2 },
    { name: 'c', at: 1 },
    { name: 'd', at: 10 },
  ]
  const newestFirst = sorted(list, ({ at, name }) => [at, name], 'descending')
  const first = await page(newestFirst, {})
  expect(first.names).toEqual(['d', 'a'])
  expect(await page(newestFirst, { Marker: first.next })).toEqual({ names: ['c', 'b'], next: undefined })
})

it('gives as many as asked for, at least one and at most what the service gives', async () => {
  const source = byName(things('a', 'b', 'c', 'd'))
  expect((await page(source, { MaxItems: 3 })).names).toEqual(['a', 'b', 'c'])
  expect((await page(source, { MaxItems: 0 })).names).toEqual(['a'])
  const capped = pagingOf({ token: 'Marker', limit: 'MaxItems', most: 2, refused })
  expect((await readPage(capped('ListThings', { MaxItems: 100 }, ctx, 1), source)).items).toHaveLength(2)
})

it('takes another limit with a token, and members without a value for left out', async () => {
  const source = byName(things('a', 'b', 'c', 'd', 'e'))
  const { next } = await page(source, { Prefix: undefined })
  expect((await page(source, { Marker: next, MaxItems: 1 })).names).toEqual(['c'])
})

it('refuses a token with the right mark around what no list is sorted by', async () => {
  const { next = '' } = await page(byName(things('a', 'b', 'c')), {})
  const list = JSON.stringify(['ListThings', placeKey(ctx.place), []])
  const mark = (cursor: string) =>
    Buffer.concat([
      createHash('sha256')
        .update(JSON.stringify([list, cursor]))
        .digest()
        .subarray(0, 12),
      Buffer.from(cursor),
    ]).toString('base64url')
  expect(mark('["b"]')).toBe(next)
  for (const source of [byName(things('a', 'b', 'c')), inStore(things('a', 'b', 'c'))]) {
    for (const cursor of ['', '{', 'null', '7', '"b"', '{}', '[]', '[null]', '[["b"]]', '[{}]']) {
      await expect(page(source, { Marker: mark(cursor) })).rejects.toMatchObject({ code: 'InvalidMarker' })
    }
  }
})

it('refuses a token that was given for another list, or by nobody', async () => {
  const source = byName(things('a', 'b', 'c'))
  const { next = '' } = await page(source, { Prefix: 'x' })
  expect((await page(source, { Prefix: 'x', Marker: next })).names).toEqual(['c'])

  const elsewhere = { place: { ...place, region: 'us-east-1' } }
  const altered = next.endsWith('A') ? `${next.slice(0, -1)}B` : `${next.slice(0, -1)}A`
  const forged = Buffer.from('["a"]').toString('base64url')
  for (const attempt of [
    () => page(source, { Prefix: 'y', Marker: next }),
    () => page(source, { Marker: next }),
    () => page(source, { Prefix: 'x', Marker: next }, 'ListOthers'),
    () => page(source, { Prefix: 'x', Marker: next }, 'ListThings', elsewhere),
    ...[altered, forged, `${next}!`, '', 'zzz', '\u{1F512}'].map(
      (Marker) => () => page(source, { Prefix: 'x', Marker }),
    ),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: 'InvalidMarker' })
  }
})

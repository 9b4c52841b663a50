import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Key, Range } from '../../kernel/transaction.ts'
import type { Row } from './documents.ts'
import { Overlay, type RowSource } from './overlay.ts'

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
const nameOf = ({ kind, place, id }: Key) => JSON.stringify([kind, place, id])

/** The plainest source that there can be: what an overlay gives has to be what it gives. */
class Plain implements RowSource {
  readonly rows = new Map<string, Row>()

  find(key: Key): Row | undefined {
    return this.rows.get(nameOf(key))
  }

  list({ kind, place, prefix = '', after, limit, descending }: Range): Row[] {
    const sign = descending ? -1 : 1
    const found = [...this.rows.values()].filter(
      (row) =>
        row.kind === kind &&
        (place === undefined || row.place === place) &&
        row.id.startsWith(prefix) &&
        (after === undefined || sign * byBytes(row.id, after) > 0),
    )
    return found.sort((a, b) => sign * (byBytes(a.place, b.place) || byBytes(a.id, b.id))).slice(0, limit)
  }
}

const id = fc.string({ unit: fc.constantFrom('a', 'b', '/', '\uFF5E', '\u{1F600}'), minLength: 1, maxLength: 4 })
const key = fc.record({ kind: fc.constantFrom('k', 'l'), place: fc.constantFrom('a/r', 'b/r'), id })
const write = fc.record({ key, kept: fc.boolean(), layer: fc.constantFrom(0, 1, 2) })
const range = fc
  .record(
    {
      kind: fc.constantFrom('k', 'l'),
      place: fc.constantFrom('a/r', 'b/r'),
      prefix: fc.constantFrom('', 'a', 'a/', '\uFF5E'),
      after: id,
      limit: fc.integer({ min: 1, max: 4 }),
      descending: fc.boolean(),
    },
    { requiredKeys: ['kind'] },
  )
  .map(({ after, ...rest }): Range => (rest.place === undefined ? rest : { ...rest, after }))

it('lists what was written over what it is laid over, in order, whatever the range', () => {
  fc.assert(
    fc.property(
      fc.array(write, { maxLength: 40 }),
      fc.array(range, { minLength: 1, maxLength: 6 }),
      (writes, ranges) => {
        const base = new Plain()
        const lower = new Overlay(base)
        const upper = new Overlay(lower)
        const whole = new Plain()
        for (const layer of [0, 1, 2]) {
          for (const { key, kept } of writes.filter((write) => write.layer === layer)) {
            // A list between two writes: what it has put in order must stay so.
            upper.list({ kind: key.kind, place: key.place })
            const row = kept ? { ...key, version: layer, value: 'null' } : undefined
            if (row) whole.rows.set(nameOf(key), row)
            else whole.rows.delete(nameOf(key))
            if (layer > 0) (layer === 1 ? lower : upper).lay(key, row)
            else if (row) base.rows.set(nameOf(key), row)
            else base.rows.delete(nameOf(key))
          }
        }
        for (const range of ranges) expect(upper.list(range)).toEqual(whole.list(range))
        for (const { key } of writes) expect(upper.find(key)).toEqual(whole.find(key))
      },
    ),
    { numRuns: 500 },
  )
})

it('gives writes in the order in which documents were first written, as they are at last', () => {
  const overlay = new Overlay(new Plain())
  const keyOf = (id: string): Key => ({ kind: 'k', place: 'a/r', id })
  overlay.put(keyOf('b'), 1)
  overlay.put(keyOf('a'), 1)
  overlay.delete(keyOf('b'))
  expect(overlay.writes.map(({ key, row }) => [key.id, row?.value])).toEqual([
    ['b', undefined],
    ['a', '1'],
  ])
})

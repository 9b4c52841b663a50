import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Budget } from '../budget.ts'
import { parseJson } from '../velocity/json.ts'
import { jsonText } from '../velocity/print.ts'
import { evaluatePath } from './evaluate.ts'
import { parsePath } from './parse-path.ts'
import { PathError } from './syntax.ts'

const STORE =
  '{"store":{"book":[{"title":"A","price":8.95,"tags":["x"]},{"title":"B","price":12.99},{"title":"C","price":8}],"bike":{"color":"red"}},"max":10,"a.b":1}'

function find(path: string): string {
  const budget = new Budget()
  return jsonText(evaluatePath(parsePath(path), parseJson(STORE, budget) ?? null, budget), budget)
}

describe('a JSON path', () => {
  it.each([
    ['$.max', '10'],
    ['max', '10'],
    ["$['store']['bike'].color", '"red"'],
    ["$['a.b']", '1'],
    ['$.store.book[0].title', '"A"'],
    ['$.store.book[-1].title', '"C"'],
    ['$.store.book[9]', 'null'],
    ['$.store.book[*].title', '["A","B","C"]'],
    ['$.store.book[0,2].title', '["A","C"]'],
    ['$.store.book[1:].title', '["B","C"]'],
    ['$.store.book[:-1].title', '["A","B"]'],
    ['$..title', '["A","B","C"]'],
    ['$..book[0].title', '["A"]'],
    ['$.store.bike.*', '["red"]'],
    ["$.store.bike['color','none']", '[{"color":"red"}]'],
    ['$.store.book[?(@.price < 10)].title', '["A","C"]'],
    ['$.store.book[?(@.price < $.max && @.tags)].title', '["A"]'],
    ["$.store.book[?(@.title == 'B' || !(@.price > 8))].title", '["B","C"]'],
    ["$.store.book[?(@.title in ['A', 'C'])].price", '[8.95,8]'],
    ['$.store.book[?(@.title =~ /[ab]/i)].title', '["A","B"]'],
    ['$..[?(@.color)].color', '["red"]'],
    ['$.none.x', 'null'],
    ['$..none', '[]'],
    ['$.constructor', 'null'],
    ['$.__proto__', 'null'],
  ])('%s gives %s', (path, found) => expect(find(path)).toBe(found))
  it.each(['$.', '$[', "$['a", '$..', '$[?(@.a ==)]', '$.a b', '$[?(1)]', '$.a.length()'])('%s is refused', (path) => {
    expect(() => parsePath(path)).toThrow(PathError)
  })
  it('of any text is read or refused', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '$',
            '.',
            '..',
            '[',
            ']',
            '?(',
            ')',
            '@',
            'a',
            "'",
            '*',
            '0',
            ':',
            ',',
            '-',
            '==',
            '!',
            '(',
            '&&',
          ),
        ),
        (parts) => {
          try {
            find(parts.join(''))
          } catch (error) {
            if (!(error instanceof PathError)) throw error
          }
        },
      ),
      { numRuns: 2000 },
    )
  })
})

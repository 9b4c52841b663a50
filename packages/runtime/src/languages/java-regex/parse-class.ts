import { anyCase, between, characterSet, either, not } from './character-class.ts'
import { parseEscape } from './parse-escape.ts'
import type { PatternSource } from './pattern-source.ts'
import type { CharacterSet, CharacterTest } from './syntax.ts'

/** Each is asked in turn. */
const MAX_ITEMS = 256

/** Reads what follows a `[`, up to its `]`: unions, and with `&&` what they have in common. */
export function parseClass(source: PatternSource): CharacterSet {
  let items = 0
  const test = readClass()
  return characterSet(test, items)

  function readClass(): CharacterTest {
    return source.nested(() => {
      const negated = source.take(/\^/y) !== null
      const test = readIntersection()
      source.at++
      return negated ? not(test) : test
    })
  }

  /** Ends before the `]`. Nothing on one side of `&&` leaves the other side as it is. */
  function readIntersection(): CharacterTest {
    const sides: CharacterTest[] = []
    do {
      const union = readUnion(sides.length === 0)
      if (union) sides.push(union)
    } while (source.take(/&&/y))
    const [only] = sides
    if (!only) return source.fail('an empty class')
    return sides.length === 1 ? only : (code) => sides.every((test) => test(code))
  }

  /** A `]` that nothing stands before is a character. */
  function readUnion(isFirst: boolean): CharacterTest | undefined {
    const tests: CharacterTest[] = []
    while (source.peek() !== ']' || (isFirst && tests.length === 0)) {
      if (source.done) source.fail('an unclosed character class')
      if (source.look(/&&/y)) break
      if (++items > MAX_ITEMS) source.fail(`more than ${MAX_ITEMS} items in a class`)
      tests.push(readItem())
    }
    return tests.length > 1 ? either(...tests) : tests[0]
  }

  function readItem(): CharacterTest {
    if (source.take(/\[/y)) return readClass()
    const low = readCharacter()
    if (typeof low !== 'number') return low
    if (source.peek() !== '-' || source.look(/-[[\]]/y)) return anyCase(between(low, low), source.caseRule)
    source.at++
    source.peek()
    const high = readCharacter()
    if (typeof high !== 'number' || high < low) return source.fail('an illegal character range')
    return anyCase(between(low, high), source.caseRule)
  }

  function readCharacter(): number | CharacterTest {
    const character = source.next()
    return character === '\\' ? parseEscape(source) : (character.codePointAt(0) ?? 0)
  }
}

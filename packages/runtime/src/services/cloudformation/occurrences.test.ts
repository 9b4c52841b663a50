import { expect, test } from 'vitest'
import { WordFinder } from './occurrences.ts'

const found = (words: readonly string[], text: string) => {
  return new WordFinder(words).stretchesIn(text).map(({ start, end }) => text.slice(start, end))
}

test('words are found wherever they stand, inside of one another too', () => {
  expect(found(['he', 'she', 'his', 'hers'], 'ushers his heir')).toEqual(['shers', 'his', 'he'])
  expect(found(['abcdef', 'cd'], 'xcd abcdx abcdef')).toEqual(['cd', 'cd', 'abcdef'])
  expect(found(['b'], 'abba')).toEqual(['b', 'b'])
  expect(found([], 'text')).toEqual([])
  expect(found(['long'], '')).toEqual([])
})

test('of words that overlap nothing is left', () => {
  expect(found(['abc', 'bcde'], 'abcde')).toEqual(['abcde'])
  expect(found(['aa', 'b'], 'aaabb')).toEqual(['aaa', 'b', 'b'])
  expect(found(['ab', 'bc', 'cd', 'abcde'], 'abcd abcde')).toEqual(['abcd', 'abcde'])
})

test('it finds what asking for each word in each place finds', () => {
  const words = ['a', 'aab', 'bab', 'abba', 'bbb', 'baabaab']
  for (let n = 0; n < 1 << 12; n++) {
    const text = n.toString(2).replaceAll('0', 'a').replaceAll('1', 'b')
    const covered = [...text].map(() => false)
    for (const word of words) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
        covered.fill(true, at, at + word.length)
    }
    const mine = [...text].map(() => false)
    for (const { start, end } of new WordFinder(words).stretchesIn(text)) mine.fill(true, start, end)
    expect(mine, text).toEqual(covered)
  }
})

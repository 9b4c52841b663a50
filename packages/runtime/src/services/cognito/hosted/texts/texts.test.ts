import { expect, it } from 'vitest'
import { en } from './en.ts'
import { LANGUAGES, languageOf, textsIn } from './languages.ts'

/** Each text, by where it stands. */
function leavesOf(table: object, path = ''): [string, string][] {
  return Object.entries(table).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : leavesOf(value as object, `${path}${key}.`),
  )
}

const gapsIn = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted()

it.each(LANGUAGES)('%s says all that English says, with the same gaps, without markup', async (language) => {
  const texts = await textsIn(language)
  expect(texts.lang).toBe(language)
  const english = leavesOf(en)
  expect(leavesOf(texts).map(([key]) => key)).toEqual(english.map(([key]) => key))
  for (const [index, [key, text]] of leavesOf(texts).entries()) {
    expect([key, gapsIn(text)]).toEqual([key, gapsIn(english[index]?.[1] ?? '')])
    expect([key, text]).toEqual([key, text.trim()])
    expect([key, text]).not.toEqual([key, ''])
    expect(text).not.toMatch(/[<>&]|\p{Cc}/u)
  }
})

it.each(LANGUAGES.filter((language) => language !== 'en'))('%s is no copy of English', async (language) => {
  const english = new Map(leavesOf(en))
  const same = leavesOf(await textsIn(language)).filter(([key, text]) => english.get(key) === text)
  // Placeholders, and words that are the same in several languages: code, logo, password, profile.
  expect(same.map(([key]) => key)).toHaveLength(same.filter(([, text]) => text.length <= 13).length)
  expect(same.length).toBeLessThan(15)
})

it.each([null, '', 'EN', 'de-DE', 'zh', 'xx', '__proto__', 'toString'])('%s is none of the languages', (text) => {
  expect(languageOf(text)).toBeUndefined()
})

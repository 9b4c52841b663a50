import fc from 'fast-check'
import { expect, it } from 'vitest'
import { unsafeSeededRandom } from '../../kernel/random.ts'
import { type PasswordRules, randomPassword } from './random-password.ts'

const TYPES = {
  ExcludeLowercase: /[a-z]/,
  ExcludeUppercase: /[A-Z]/,
  ExcludeNumbers: /[0-9]/,
  ExcludePunctuation: /[!-/:-@[-`{-~]/,
} as const

const rules = fc.record({
  PasswordLength: fc.integer({ min: 5, max: 60 }),
  ExcludeCharacters: fc.constantFrom('', '"@/\\', 'abcXYZ019'),
  ExcludeLowercase: fc.boolean(),
  ExcludeUppercase: fc.boolean(),
  ExcludeNumbers: fc.boolean(),
  ExcludePunctuation: fc.boolean(),
  IncludeSpace: fc.boolean(),
})

it('keeps to its rules, whatever they are', () => {
  fc.assert(
    fc.property(rules, fc.integer(), (given, seed) => {
      const isEmpty = Object.keys(TYPES).every((key) => given[key as keyof typeof TYPES]) && !given.IncludeSpace
      fc.pre(!isEmpty)
      const password = randomPassword(given, unsafeSeededRandom(seed))
      expect(password).toHaveLength(given.PasswordLength)
      for (const [key, pattern] of Object.entries(TYPES)) {
        expect(pattern.test(password)).toBe(!given[key as keyof typeof TYPES])
      }
      expect(password.includes(' ')).toBe(given.IncludeSpace)
      for (const character of given.ExcludeCharacters) expect(password).not.toContain(character)
    }),
  )
})

it('is 32 characters of every type but the space, unless it is told otherwise', () => {
  const password = randomPassword({}, unsafeSeededRandom(7))
  expect(password).toHaveLength(32)
  expect(password).toMatch(/[a-z]/)
  expect(password).not.toContain(' ')
})

it('is refused where nothing is left to draw from, or too little room for one of each', () => {
  const refusal = (given: PasswordRules) => () => randomPassword(given, unsafeSeededRandom())
  const none = { ExcludeLowercase: true, ExcludeUppercase: true, ExcludeNumbers: true, ExcludePunctuation: true }
  expect(refusal(none)).toThrow('At least one character type')
  expect(refusal({ PasswordLength: 3 })).toThrow('too short')
  expect(randomPassword({ PasswordLength: 3, RequireEachIncludedType: false }, unsafeSeededRandom())).toHaveLength(3)
})

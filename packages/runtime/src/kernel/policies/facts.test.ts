import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Facts } from './facts.ts'

const facts = new Facts({ 'aws:username': 'ada', 'aws:SourceIp': ['10.0.0.1', '10.0.0.2'], 'aws:wild': 'a*' })

test.each<[string, string | undefined]>([
  ['plain', 'plain'],
  [`\${aws:username}/x`, 'ada/x'],
  [`\${ AWS:UserName }`, 'ada'],
  [`\${aws:nobody, 'somebody'}`, 'somebody'],
  [`\${aws:username , 'somebody' }`, 'ada'],
  [`\${aws:nobody, ''}`, ''],
  [`\${aws:nobody}`, undefined],
  [`\${aws:nobody, somebody}`, undefined],
  [`\${aws:nobody, 'some'body'}`, undefined],
  [`\${aws:nobody, '}`, undefined],
  [`\${aws:username, 'a', 'b'}`, undefined],
  [`\${,}`, undefined],
  [`\${aws:SourceIp}`, undefined],
  [`\${aws:wild}`, undefined],
  [`\${$}{x}`, `\${x}`],
  [`\${*}`, undefined],
  [`\${aws:username`, `\${aws:username`],
])('%s is filled in as %s', (text, filled) => {
  expect(facts.filled(text)).toBe(filled)
})

test('whatever stands in a variable is read to its end, in one go', () => {
  const piece = fc.constantFrom(' ', ',', "'", '$', '{', 'a', '\t')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 1, max: 200 }), (pieces, times) => {
      facts.filled(`\${${pieces.join('').repeat(times)}}`)
    }),
  )
  // Hours, where it is tried one way after the other.
  expect(facts.filled(`\${${' '.repeat(8000)},}`)).toBeUndefined()
})

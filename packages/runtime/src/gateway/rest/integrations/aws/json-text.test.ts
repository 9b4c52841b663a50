import { expect, it } from 'vitest'
import { jsonText } from './json-text.ts'

it('writes what JSON.stringify writes', () => {
  const texts = ['', 'plain /path?a=b', 'a "quote"', 'back\\slash', 'tab\t', '\u0000', '\u007f', 'é', '\ud800', '😀']
  texts.push('x'.repeat(200), 'x'.repeat(201), `${'x'.repeat(300)}"`)
  for (const text of texts) expect(jsonText(text)).toBe(JSON.stringify(text))
})

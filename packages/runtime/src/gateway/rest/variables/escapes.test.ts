import { describe, expect, it } from 'vitest'
import { Budget, BudgetExceededError } from '../../../languages/budget.ts'
import { escapeJavaScript, urlDecode, urlEncode } from './escapes.ts'

const FIRST = String.fromCharCode(...Array(0x180).keys())

/** The same by patterns, which are easy to see through and slow. */
const slowly = {
  escapeJavaScript: (text: string) =>
    text
      .replace(/[\\"'/]/g, '\\$&')
      .replace(/[\b\n\t\f\r]/g, (c) => `\\${'bntfr'['\b\n\t\f\r'.indexOf(c)]}`)
      .replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`),
  urlEncode: (text: string) =>
    encodeURIComponent(text)
      .replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
      .replaceAll('%20', '+'),
}

describe.each([
  ['escapeJavaScript', escapeJavaScript],
  ['urlEncode', urlEncode],
] as const)('%s', (name, rewrite) => {
  it.each([
    ['characters', FIRST],
    ['a plain text', 'plain'],
    ['nothing', ''],
    ['other scripts', '中文 😀'],
    ['what ends between the halves of a character', `${'a'.repeat(16_383)}😀"`],
    ['long texts', FIRST.repeat(100)],
  ])('is as the pattern has it: %s', (_, text) => {
    expect(rewrite(text, new Budget())).toBe(slowly[name](text))
  })

  it('pays for what it reads, and refuses a result that is too long', () => {
    expect(() => rewrite('é'.repeat(1_000), new Budget(20))).toThrow(BudgetExceededError)
    expect(() => rewrite('é'.repeat(9_000_000), new Budget())).toThrow('characters in one text')
  })
})

describe('urlDecode', () => {
  it('is the way back', () => {
    expect(urlDecode(urlEncode(FIRST, new Budget()), new Budget())).toBe(FIRST)
  })

  it.each([
    ['a+b%2Bc', 'a b+c'],
    ['%e4%b8%ad文', '中文'],
    ['%', '%'],
    ['%4', '%4'],
    ['%4g%41', '%4gA'],
    ['100%+1', '100% 1'],
    ['%ff%C3é', '\ufffd\ufffdé'],
  ])('%s: %s', (text, decoded) => {
    expect(urlDecode(text)).toBe(decoded)
  })

  it('pays for what it reads', () => {
    expect(() => urlDecode('%41'.repeat(1_000), new Budget(20))).toThrow(BudgetExceededError)
  })
})

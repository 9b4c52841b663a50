import { describe, expect, it } from 'vitest'
import { readForm } from './form-values.ts'

const read = (text: string) => readForm(new URLSearchParams(text))

describe('readForm', () => {
  it('reads the forms of the pages as they are, also a password that looks like JSON', () => {
    expect(read('_csrf=a&password="x"')?.get('password')).toBe('"x"')
    expect(read('_csrf=a')?.get('password')).toBe('')
  })

  it('reads the JSON of scripts that were written for AWS’s two steps', () => {
    expect(read('csrf=a&password="se\\"cret"')?.get('password')).toBe('se"cret')
    expect(read('password="secret"')?.get('password')).toBe('secret')
    expect(read('csrf=a&password=secret')?.get('password')).toBe('secret')
    expect(read('csrf=a&password="half')?.get('password')).toBe('"half')
  })

  it('takes no form with a field twice, nor one with more fields than any page has', () => {
    expect(read('_csrf=a&username=ann&username=bob')).toBeUndefined()
    const many = Array.from({ length: 65 }, (_, index) => `f${index}=1`).join('&')
    expect(read(`_csrf=a&${many}`)).toBeUndefined()
  })
})

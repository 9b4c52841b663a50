import { expect, it } from 'vitest'
import { blankedForm } from './blanked-form.ts'

it.each([
  ['username=ann&password=Harbor-42&_csrf=x', 'username=ann&password=(left out)&_csrf=x'],
  ['grant_type=client_credentials&client_secret=s%3D', 'grant_type=client_credentials&client_secret=(left out)'],
  ['confirmPassword=a&Password=b', 'confirmPassword=(left out)&Password=(left out)'],
  ['pass%77ord=a=b', 'pass%77ord=(left out)'],
  ['password', 'password=(left out)'],
  ['a=1&&b=%zz', 'a=1&&b=%zz'],
  ['', ''],
])('%s is kept as %s', (form, kept) => {
  expect(blankedForm(form)).toBe(kept)
})

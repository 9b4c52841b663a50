import { describe, expect, it } from 'vitest'
import { compileFilterPattern } from './index.ts'

const fits = (pattern: string, message: string) => compileFilterPattern(pattern)(message)
const json = (pattern: string, event: object) => fits(pattern, JSON.stringify(event))

describe('terms', () => {
  it.each([
    ['', 'anything', true],
    ['ERROR', '[ERROR 400] BAD REQUEST', true],
    ['ERROR', '[error 400]', false],
    ['ERROR ARGUMENTS', 'ERROR: missing ARGUMENTS', true],
    ['ERROR ARGUMENTS', 'ERROR only', false],
    ['?ERROR ?ARGUMENTS', 'only ARGUMENTS', true],
    ['?ERROR ?ARGUMENTS', 'neither', false],
    ['ERROR -ARGUMENTS', 'ERROR 401', true],
    ['ERROR -ARGUMENTS', 'ERROR ARGUMENTS', false],
    ['ERROR ?WARN', 'ERROR alone', true],
    ['"INTERNAL SERVER ERROR"', '[INTERNAL SERVER ERROR 500]', true],
    ['"INTERNAL SERVER ERROR"', 'INTERNAL ERROR', false],
    ['"say \\"hi\\""', 'they say "hi"', true],
    ['%ERR[0-9]{3}%', 'x ERR404 y', true],
    ['%^ERR%', 'x ERR404', false],
  ])('%j on %j: %s', (pattern, message, expected) => {
    expect(fits(pattern, message)).toBe(expected)
  })
})

describe('conditions on JSON', () => {
  const event = {
    eventType: 'UpdateTrail',
    status: 503,
    sourceIP: '111.111.111.111',
    arrayKey: ['value', 'another'],
    objectList: [
      { name: 'a', id: 1 },
      { name: 'b', id: 2 },
    ],
    SomeObject: null,
    ThisFlag: true,
    'odd name': 'x',
  }
  it.each([
    ['{ $.eventType = "UpdateTrail" }', true],
    ['{ $.eventType = UpdateTrail }', true],
    ['{ $.eventType = "Update*" }', false],
    ['{ $.eventType = Update* }', true],
    ['{ $.eventType != "Other" }', true],
    ['{ $.missing != "Other" }', false],
    ['{ $.status > 499 }', true],
    ['{ $.status >= 503 && $.status < 504 }', true],
    ['{ $.status = 5* }', true],
    ['{ $.status = 503.0 }', true],
    ['{ $.sourceIP = 111.111.* }', true],
    ['{ $.arrayKey[0] = "value" }', true],
    ['{ $.arrayKey[5] = "value" }', false],
    ['{ $.objectList[1].id = 2 }', true],
    ['{ $.objectList[*].name = "b" }', true],
    ['{ $.SomeObject IS NULL }', true],
    ['{ $.missing IS NULL }', false],
    ['{ $.missing NOT EXISTS }', true],
    ['{ $.ThisFlag IS TRUE }', true],
    ['{ $.ThisFlag IS FALSE }', false],
    ['{ $["odd name"] = "x" }', true],
    ['{ ($.status = 1 || $.status = 503) && $.eventType = %^Up% }', true],
    ['{ $.status = 1 || $.status = 2 && $.eventType = "UpdateTrail" }', false],
  ])('%s: %s', (pattern, expected) => {
    expect(json(pattern, event)).toBe(expected)
  })

  it('do not fit what is no JSON', () => {
    expect(fits('{ $.a NOT EXISTS }', 'plain text')).toBe(false)
    expect(fits('{ $.a NOT EXISTS }', '"a text"')).toBe(false)
  })
})

describe('columns', () => {
  const line = '127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534'
  it.each([
    ['[ip, id, user, timestamp, request, status_code, size]', true],
    ['[ip, user, size]', false],
    ['[..., size]', true],
    ['[ip, ..., status_code = 404, size > 1000]', true],
    ['[ip, ..., status_code = 4*, size > 2000]', false],
    ['[ip != 127.0.0.1, ...]', false],
    ['[ip = 10.* || ip = 127.*, ...]', true],
    ['[ip, id, user, timestamp = *Oct*, request = *html*, ...]', true],
    ['[ip, id, user = "frank" && user != "bob", ...]', true],
    ['[a = %^\\d+\\.%, ...]', true],
  ])('%s: %s', (pattern, expected) => {
    expect(fits(pattern, line)).toBe(expected)
  })
})

it.each([
  '{ $.a = }',
  '{ $.["odd name"] = "x" }',
  '{ $.a = 1',
  '{ a = 1 }',
  '[a, b',
  '[..., a, ...]',
  '"open',
  'bad@term',
  '%(%',
  `{ ${'('.repeat(500)}`,
])('refuses %s', (pattern) => {
  expect(() => compileFilterPattern(pattern)).toThrow(
    expect.objectContaining({
      code: 'InvalidParameterException',
      message: expect.stringContaining('Invalid filter pattern'),
    }),
  )
})

it('does not run away on many stars', () => {
  const pattern = `{ $.a = ${'*a'.repeat(300)}*b }`
  expect(json(pattern, { a: 'a'.repeat(100_000) })).toBe(false)
})

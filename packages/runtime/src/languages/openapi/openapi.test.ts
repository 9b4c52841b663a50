import { describe, expect, test } from 'vitest'
import { basePathOf, prefixOf } from './base-path.ts'
import { extensionsIn } from './extensions.ts'
import { readDocument } from './read-document.ts'
import { resolverOf } from './references.ts'
import { atOnce } from './steps.ts'

const read = (text: string, variables?: ReadonlyMap<string, string>) =>
  atOnce(readDocument(Buffer.from(text), variables))
const oas = (members: object) => read(JSON.stringify({ openapi: '3.0.1', ...members }))

describe('documents', () => {
  test('JSON and YAML, Swagger 2.0 and OpenAPI 3.0', () => {
    expect(read('{"swagger":"2.0"}').dialect).toBe('swagger')
    expect(read('swagger: "2.0"').dialect).toBe('swagger')
    expect(read('swagger: 2.0').dialect).toBe('swagger')
    expect(read('openapi: 3.0.3').dialect).toBe('oas30')
    expect(read('{openapi: 3.0.3}').dialect).toBe('oas30')
    expect(read('openapi: "3.0"').dialect).toBe('oas30')
  })

  test('scalars and keys of YAML are what they look like', () => {
    const { root } = read('openapi: 3.0.0\na: 012\nb: 123456789012345678901\nc: 7\nd: 2020-01-01\n200: e')
    expect(root).toMatchObject({ a: '012', b: '123456789012345678901', c: 7, d: '2020-01-01', 200: 'e' })
  })

  test.each([
    ['openapi: 3.0.0\ninfo:\n  version: 2.0', '2.0'],
    ['openapi: 3.0.0\ninfo:\n  # of a block\n  description: |\n    version: 9.9\n\n  version: 2.0\npaths: {}', '2.0'],
    ['openapi: 3.0.0\nx: &v 2.0\ninfo:\n  version: *v', '2.0'],
    ['openapi: 3.0.0\nx-version: 3.0\ninfo:\n  version: 2', 2],
    ['openapi: 3.0.0\ninfo: {version: 2}', 2],
    ['openapi: 3.0.0\ninfo: {version: 2.1}', 2.1],
    ['{"openapi":"3.0.0",\n\t"info":{"version":2.0}}', '2.0'],
    ['{"openapi":"3.0.0","info":{"version":2.0},"a":1,"a":2}', 2],
  ])('a version keeps its zero: %s', (text, version) => {
    expect(read(text).root.info).toMatchObject({ version })
  })

  test.each([
    ['an empty text', '', ''],
    ['a list', '[]', 'not a map'],
    ['OpenAPI 3.1', '{"openapi":"3.1.0"}', 'neither Swagger 2.0 nor OpenAPI 3.0'],
    ['Swagger 1.2', '{"swagger":"1.2"}', 'neither Swagger 2.0 nor OpenAPI 3.0'],
    ['a prototype in JSON', '{"openapi":"3.0.1","a":{"__proto__":{"b":1}}}', '__proto__'],
    ['a prototype in YAML', 'openapi: 3.0.1\n__proto__:\n  b: 1', '__proto__'],
    ['depth', `{"openapi":"3.0.1","a":${'['.repeat(300)}${']'.repeat(300)}}`, 'nested more than'],
    ['size', `openapi: 3.0.1\na: ${' '.repeat(6 * 1024 * 1024)}`, 'larger than'],
    ['values without end', `openapi: 3.0.1\na:\n${'- a\n'.repeat(400_000)}`, 'more than 300000 values'],
    ['a tag that would run code', 'openapi: 3.0.1\na: !!js/function "f"', ''],
  ])('%s is refused', (_what, text, reason) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ name: 'DocumentFault' }))
    expect(() => read(text)).toThrow(reason === '' ? /^$/ : reason)
  })

  test('aliases are followed, and do not multiply without end', () => {
    expect(read('openapi: 3.0.1\na: &x {b: 1}\nc: *x').root.c).toEqual({ b: 1 })
    const levels = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`)
    expect(() => read(['openapi: 3.0.1', 'l0: &l0 [x]', ...levels].join('\n'))).toThrow('more than 300000 values')
    expect(() => read('openapi: 3.0.1\na: &a\n  b: *a')).toThrow(expect.objectContaining({ name: 'DocumentFault' }))
  })
})

describe('references', () => {
  const { root } = oas({
    a: { 'b/c': { $ref: '#/d' } },
    d: 1,
    e: { $ref: '#/f' },
    f: { $ref: '#/e' },
    list: [{ x: 2 }],
  })
  const resolve = resolverOf(root)

  test('are followed to their end', () => {
    expect(resolve({ $ref: '#/a/b~1c' })).toBe(1)
    expect(resolve({ $ref: '#/list/0/x' })).toBe(2)
    expect(resolve({ plain: true })).toEqual({ plain: true })
  })

  test.each([
    ['#/e', 'leads back to itself'],
    ['#/nowhere', 'leads nowhere'],
    ['#/constructor', 'leads nowhere'],
    ['#/%', 'is malformed'],
    ['http://example.com/a.json#/x', 'leads out of the document'],
    ['file:///etc/passwd', 'leads out of the document'],
    ['other.yaml', 'leads out of the document'],
  ])('%s is refused', ($ref, reason) => {
    expect(() => resolve({ $ref })).toThrow(reason)
  })
})

test.each([
  [{ swagger: '2.0', basePath: '/base/' }, ['base']],
  [{ swagger: '2.0' }, []],
  [{ openapi: '3.0.1', servers: [{ url: 'https://h', variables: { basePath: { default: '/v' } } }] }, ['v']],
  [{ openapi: '3.0.1', servers: [{ url: 'https://h/base/part/' }] }, ['base', 'part']],
  [{ openapi: '3.0.1', servers: [{ url: '/{v}/x?q=/y', variables: { v: { default: 'one' } } }] }, ['one', 'x']],
  [{ openapi: '3.0.1', servers: [{ url: 'https://h' }] }, []],
  [{ openapi: '3.0.1' }, []],
])('the base path of %j is %j', (document, segments) => {
  expect(basePathOf(read(JSON.stringify(document)))).toEqual(segments)
})

test('what comes before every path is nothing, the base path, or what is left of it', () => {
  const document = read('{"swagger":"2.0","basePath":"/base/part"}')
  expect(prefixOf(document, 'ignore')).toEqual([])
  expect(prefixOf(document, 'prepend')).toEqual(['base', 'part'])
  expect(prefixOf(document, 'split')).toEqual(['part'])
})

test('variables are replaced in texts, and what is not known stays', () => {
  const variable = (name: string) => `\${${name}}`
  const given = {
    swagger: '2.0',
    a: [`x${variable('One')}y${variable('Two')}`, 1, null],
    [variable('One')]: { b: variable('') },
  }
  expect(read(JSON.stringify(given), new Map([['One', '1']])).root).toEqual({
    swagger: '2.0',
    a: [`x1y${variable('Two')}`, 1, null],
    [variable('One')]: { b: variable('') },
  })
})

test('extensions are found wherever they stand, but in data', () => {
  const { root } = oas({
    'x-a': 1,
    paths: { '/a.b': { 'x-a': {}, get: { 'x-a': { 'x-a': 1 }, responses: { 200: { 'x-a': 1 } } } } },
    components: { 'x-a': 1, schemas: { S: { example: { 'x-a': 1 } } }, securitySchemes: { one: { 'x-a': 1 } } },
    servers: [{ 'x-a': 1 }],
    tags: [{ 'x-a': 1 }],
  })
  expect(atOnce(extensionsIn(root, 'x-')).map(({ place, path }) => [place, path])).toEqual([
    ['document', ''],
    ['path item', 'paths./a.b'],
    ['operation', 'paths./a.b.get'],
    ['elsewhere', 'paths./a.b.get.x-a'],
    ['elsewhere', 'paths./a.b.get.responses.200'],
    ['components', 'components'],
    ['security scheme', 'components.securitySchemes.one'],
    ['server', 'servers.0'],
    ['tag', 'tags.0'],
  ])
})

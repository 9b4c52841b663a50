import { expect, it } from 'vitest'
import { parseXml } from './xml-reader.ts'

it('refuses a document of more elements than any request has, before it is parsed', () => {
  const document = (parts: number) => Buffer.from(`<C>${'<Part><N>1</N></Part>'.repeat(parts)}</C>`)
  expect(parseXml(document(10_000)).named('Part')).toHaveLength(10_000)
  expect(() => parseXml(document(60_000))).toThrow(expect.objectContaining({ code: 'MaxMessageLengthExceeded' }))
})

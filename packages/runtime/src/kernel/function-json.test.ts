import { expect, it } from 'vitest'
import { functionJson } from './function-json.ts'

const nested = (open: string, close: string, depth: number) => Buffer.from(open.repeat(depth) + close.repeat(depth))

it.each(['[]', '{"a":[1,null]}', '"x"', '7', 'null'])('%s is what it says', (text) => {
  expect(functionJson(Buffer.from(text))).toEqual(JSON.parse(text))
})

it.each(['', 'undefined', '{', "{'a':1}", '[1]]'])('%s is nothing', (text) => {
  expect(functionJson(Buffer.from(text))).toBeUndefined()
})

it('is nothing where it is nested deeper than it can be written back', () => {
  expect(functionJson(nested('[', ']', 1000))).toBeInstanceOf(Array)
  expect(functionJson(nested('[', ']', 1001))).toBeUndefined()
  expect(functionJson(nested('[', ']', 1_000_000))).toBeUndefined()
  expect(functionJson(Buffer.from(`${'{"a":'.repeat(1001)}1${'}'.repeat(1001)}`))).toBeUndefined()
})

it('brackets in texts are no nesting, and lists beside one another no more than one', () => {
  const text = JSON.stringify(['['.repeat(5000), '\\"{'.repeat(5000), '\\'])
  expect(functionJson(Buffer.from(text))).toEqual(JSON.parse(text))
  expect(functionJson(Buffer.from(`[${'[],'.repeat(5000)}[]]`))).toHaveLength(5001)
})

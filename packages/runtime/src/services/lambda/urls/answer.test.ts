import { expect, it } from 'vitest'
import { readUrlAnswer } from './answer.ts'

it.each([
  ['{"a b": [1, 2.0, true ], "c": "\\u00e9 \\"d\\""}', '{"a b":[1,2.0,true],"c":"é \\"d\\""}'],
  ['["hello", 3, true]', '["hello",3,true]'],
  ['"as it is"', 'as it is'],
])('%s is answered without its spaces, but for those within texts', (payload, body) => {
  expect(readUrlAnswer(Buffer.from(payload))).toMatchObject({ status: 200, body })
})

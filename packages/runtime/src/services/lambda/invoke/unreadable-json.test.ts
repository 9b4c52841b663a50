import { expect, it } from 'vitest'
import { unreadableText } from './unreadable-json.ts'

const at = (column: number) =>
  `\n at [Source: REDACTED (\`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION\` disabled); line: 1, column: ${column}]`
const EXPECTED = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"

it.each([
  ['n\x87r', `Invalid UTF-8 start byte 0x87${at(3)}`],
  ['\x99\xeb,j', `Unexpected character ((CTRL-CHAR, code 153)): expected a valid value ${EXPECTED}${at(1)}`],
  ["'{}'", `Unexpected character (''' (code 39)): expected a valid value ${EXPECTED}${at(1)}`],
  ['hello', `Unrecognized token 'hello': was expecting ${EXPECTED}${at(6)}`],
  ['hello world', `Unrecognized token 'hello': was expecting ${EXPECTED}${at(7)}`],
])('of %j it says what Jackson does', (text, said) => {
  expect(unreadableText(Buffer.from(text, 'latin1'))).toBe(`Could not parse payload into json: ${said}`)
})

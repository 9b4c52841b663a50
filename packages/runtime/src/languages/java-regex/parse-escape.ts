import { ESCAPED } from './character-class.ts'
import type { PatternSource } from './pattern-source.ts'
import type { CharacterTest } from './syntax.ts'
import { isBlockName, propertyTest } from './unicode-property.ts'

const CONTROLS: ReadonlyMap<string, number> = new Map([
  ['t', 9],
  ['n', 10],
  ['f', 12],
  ['r', 13],
  ['a', 7],
  ['e', 27],
])

/** Reads what stands behind a backslash, inside and outside of brackets alike: a code point, or a test for many. */
export function parseEscape(source: PatternSource): number | CharacterTest {
  const code = numericEscape(source)
  if (code !== undefined) return code
  const property = source.take(/([pP])(\{([^}]*)\}|[^{])/y)
  if (property) return propertyEscape(source, property)
  const letter = source.next()
  const test = ESCAPED.get(letter)
  if (test) return test
  const control = CONTROLS.get(letter)
  if (control !== undefined) return control
  if (letter === 'N') return source.unsupported('a character by its name')
  if (/[A-Za-z0-9\0]/.test(letter))
    return source.fail(letter === '\0' ? 'a backslash at the end' : `an unknown escape \\${letter}`)
  return letter.codePointAt(0) ?? 0
}

function numericEscape(source: PatternSource): number | undefined {
  const pair = source.take(/u([dD][89abAB][0-9A-Fa-f]{2})\\u([dD][c-fC-F][0-9A-Fa-f]{2})/y)
  if (pair) {
    const [high = 0, low = 0] = pair.slice(1).map((unit) => Number.parseInt(unit, 16))
    return String.fromCharCode(high, low).codePointAt(0)
  }
  const hexadecimal = source.take(/u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|x\{([0-9A-Fa-f]+)\}/y)
  if (hexadecimal) {
    const code = Number.parseInt(hexadecimal[1] ?? hexadecimal[2] ?? hexadecimal[3] ?? '', 16)
    return code > 0x10ffff ? source.fail('a code point that is too large') : code
  }
  const octal = source.take(/0([0-3][0-7]{2}|[0-7]{1,2})/y)?.[1]
  if (octal) return Number.parseInt(octal, 8)
  const control = source.take(/c([\s\S])/y)?.[1]
  return control === undefined ? undefined : control.charCodeAt(0) ^ 64
}

function propertyEscape(source: PatternSource, [, sign, letter, braced]: RegExpExecArray): CharacterTest {
  const name = braced ?? letter ?? ''
  if (isBlockName(name)) return source.unsupported(`the block ${name}`)
  if (/^java(?:Java|Unicode)Identifier|^javaIdentifierIgnorable$/.test(name)) return source.unsupported(name)
  const test = propertyTest(name, source.flags.i) ?? source.fail(`an unknown character property ${name}`)
  return sign === 'P' ? (code) => !test(code) : test
}

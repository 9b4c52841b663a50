import { type Context, createContext, Script } from 'node:vm'

/** Whether a text as a whole satisfies a pattern (Java's `Matcher.matches`). Undefined: it took too long to tell. */
export type PatternTest = (text: string) => boolean | undefined

/** Up to here every pattern of the models answers within milliseconds, whatever the text (pattern.test.ts). */
const SHORT_TEXT = 256
/** Backtracking over a long text is cut off here. */
const TIME_LIMIT_MS = 250

const compiled = new Map<string, PatternTest>()

/** Compiles a model's pattern once. Patterns are Java's, the engine is JavaScript's. */
export function patternTest(pattern: string): PatternTest {
  let test = compiled.get(pattern)
  if (!test) {
    test = compile(pattern)
    compiled.set(pattern, test)
  }
  return test
}

function compile(pattern: string): PatternTest {
  const regex = toJavaScript(pattern)
  if (isLinear(pattern)) return (text) => regex.test(text)
  return (text) => (text.length <= SHORT_TEXT ? regex.test(text) : testWithinTime(regex, text))
}

/** One unbounded repetition, with nothing but single characters repeated, cannot backtrack far in a whole match. */
function isLinear(pattern: string): boolean {
  const outsideOfClasses = pattern.replace(/\\./g, '').replace(/\[[^\]]*\]/g, 'c')
  const repetitions = outsideOfClasses.match(/[*+]|\{\d*,\d*\}/g)?.length ?? 0
  return repetitions <= 1 && !/\)[*+{]/.test(outsideOfClasses)
}

let sandbox: { script: Script; context: Context } | undefined

function testWithinTime(regex: RegExp, text: string): boolean | undefined {
  sandbox ??= { script: new Script('regex.test(text)'), context: createContext({}) }
  const { script, context } = sandbox
  Object.assign(context, { regex, text })
  try {
    return script.runInContext(context, { timeout: TIME_LIMIT_MS }) === true
  } catch {
    return undefined
  } finally {
    Object.assign(context, { regex: undefined, text: undefined })
  }
}

/** Java's ASCII-only `\s`, as the inside of a class, and everything else. */
const SPACE = ' \\t\\n\\x0b\\f\\r'
const NO_SPACE = '\\x00-\\x08\\x0e-\\x1f\\x21-\\u{10ffff}'
/** What JavaScript lets stand behind a backslash in the `u` mode. */
const ESCAPABLE = /[\^$\\.*+?()[\]{}|/]/

/** The same pattern in JavaScript's Unicode mode, which is stricter about escapes and wider about spaces. */
function toJavaScript(pattern: string): RegExp {
  const flags = pattern.startsWith('(?s)') ? 'us' : 'u'
  const source = pattern.startsWith('(?s)') ? pattern.slice(4) : pattern
  let result = ''
  let inClass = false
  for (let i = 0; i < source.length; i++) {
    const character = source.charAt(i)
    if (character === '\\') result += escaped(source.charAt(++i), inClass)
    else {
      if (character === '[') inClass = true
      else if (character === ']') inClass = false
      result += character
    }
  }
  return new RegExp(`^(?:${result})$`, flags)
}

function escaped(character: string, inClass: boolean): string {
  if (character === 's') return inClass ? SPACE : `[${SPACE}]`
  if (character === 'S') return inClass ? NO_SPACE : `[${NO_SPACE}]`
  if (/[A-Za-z0-9]/.test(character) || ESCAPABLE.test(character) || (character === '-' && inClass)) {
    return `\\${character}`
  }
  return character
}

/**
 * Patterns that say the same in JavaScript, and that its own engine is done with in one pass over a text: from the start
 * on, characters and classes of ASCII, of which one at most may be there any number of times. Most patterns of schemas
 * are of this kind, and are then read ten times as fast as on the budget's machine.
 */
const CLASS = String.raw`\[(?:[A-Za-z0-9]-[A-Za-z0-9]|[A-Za-z0-9 _.,:;@#%+=/!])+-?\]`
const ATOM = String.raw`(?:${CLASS}|\\d|\\[.+*?()/-]|[A-Za-z0-9 _:,@#%/=;!~-])`
const FIXED = String.raw`(?:\{\d{1,3}\})?`
const VARYING = String.raw`(?:[+*?]|\{\d{1,3},(?:\d{1,3})?\})`
const SIMPLE = new RegExp(String.raw`^\^((?:${ATOM}${FIXED})*(?:${ATOM}${VARYING}(?:${ATOM}${FIXED})*)?)(\$?)$`)

/** Where Java's `$` holds: before a line end that is the last, too. */
const END = String.raw`(?=(?:\r\n|[\n\r\u0085\u2028\u2029])?(?![^]))`

/** Undefined for a pattern that may be another one in Java, or may take long. It need not be one at all. */
export function simplePattern(pattern: string): RegExp | undefined {
  const [, middle, end] = SIMPLE.exec(pattern) ?? []
  if (middle === undefined) return undefined
  try {
    return new RegExp(`^${middle}${end === '' ? '' : END}`)
  } catch {
    // A range or a number of times that is the wrong way round, which Java has its own words for.
    return undefined
  }
}

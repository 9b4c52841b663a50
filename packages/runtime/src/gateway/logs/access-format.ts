/** What stands for a variable without a value (observed in access logs of all formats). */
const NOTHING = '-'
/** Documented quota: 3 KB. */
const MAX_FORMAT_BYTES = 3072
/** Of a line: with long paths, a format can ask for more than an event of CloudWatch Logs holds. */
const MAX_LINE = 256 * 1024

/**
 * `$context.a.b` or `${context.a.b}`; a dot at the end belongs to the text. Claims may have a colon in their names
 * (`custom:team`), which elsewhere is text.
 */
const VARIABLE = /\$(?:\{context\.([\w.:-]+)\}|context\.(authorizer\.claims\.[\w-]+(?::[\w-]+)*|[\w-]+(?:\.[\w-]+)*))/

/** The line for a call; `A` is a call and its answer. */
export type AccessLine<A> = (answered: A) => string

/** Gives a variable's value; undefined where it has none. */
export type AccessVariable<A> = (answered: A) => string | undefined

/** A variable by its name behind `$context.`; those that no call has a value for are none. */
export type AccessVariables<A> = (name: string) => AccessVariable<A>

export function compileAccessFormat<A>(format: string, variables: AccessVariables<A>): AccessLine<A> {
  // Text and variables in turn: the pattern has two groups, of which one takes part.
  const pieces = format.trimEnd().split(VARIABLE)
  const parts: AccessVariable<A>[] = []
  for (let i = 0; i < pieces.length; i += 3) {
    const text = pieces[i] ?? ''
    if (text) parts.push(() => text)
    const name = pieces[i + 1] ?? pieces[i + 2]
    if (name !== undefined) parts.push(shown(name, variables(name)))
  }
  return (answered) => {
    let line = ''
    for (const part of parts) {
      line += part(answered) ?? NOTHING
      if (line.length > MAX_LINE) return line.slice(0, MAX_LINE)
    }
    return line
  }
}

/** The one variable that brings its quotes along. */
const QUOTED = 'error.messageString'

function shown<A>(name: string, variable: AccessVariable<A>): AccessVariable<A> {
  if (name === QUOTED) return variable
  return (answered) => {
    const value = variable(answered)
    return value === undefined || value === '' ? undefined : escaped(value)
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not get into a line.
const SPECIAL = /["\\\u0000-\u001f\u007f-\u009f\u2028\u2029]/

/**
 * As inside a JSON text, so that no client can end a field or a line (observed for quotes in JSON formats:
 * https://github.com/DataBiosphere/azul/issues/4348; that other formats are treated alike is inferred).
 */
function escaped(value: string): string {
  if (!SPECIAL.test(value)) return value
  return JSON.stringify(value)
    .slice(1, -1)
    .replaceAll(/[\u007f-\u009f\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** What is wrong with a format, in AWS's words (observed in the field; that for its length is inferred). */
export function problemWithAccessFormat(format: string): string | undefined {
  if (/[\r\n]/.test(format.replace(/\r?\n$/, ''))) {
    return `Access Log format must be single line, new line character is allowed only at end of the format: '${format}'`
  }
  if (!namesRequest(format)) {
    return `Access Log format must include either $context.requestId or $context.extendedRequestId : '${format}'`
  }
  if (Buffer.byteLength(format) > MAX_FORMAT_BYTES) {
    return `Access Log format exceeds the maximum size of ${MAX_FORMAT_BYTES} bytes`
  }
  return undefined
}

function namesRequest(format: string): boolean {
  return format.split(VARIABLE).some((piece, i) => i % 3 !== 0 && /^(?:requestId|extendedRequestId)$/.test(piece ?? ''))
}

const ANY_CHARACTER = '?'

/**
 * `*` stands for any characters and `?` for one. What stands between two stars is looked for where it first occurs, which
 * is enough: whatever is behind it may then begin earliest. So it never tries another way, whatever the pattern: policies
 * come from outside.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  const [first = '', ...middle] = pattern.split('*')
  const last = middle.pop()
  if (last === undefined) return pattern.length === text.length && standsAt(0, pattern, text)
  const end = text.length - last.length
  if (first.length > end || !standsAt(0, first, text) || !standsAt(end, last, text)) return false
  let at = first.length
  for (const part of middle) {
    const found = indexOf(part, text, at)
    if (found < 0 || found + part.length > end) return false
    at = found + part.length
  }
  return true
}

/** A part without stars. */
function indexOf(part: string, text: string, from: number): number {
  if (!part.includes(ANY_CHARACTER)) return text.indexOf(part, from)
  for (let at = from; at + part.length <= text.length; at++) if (standsAt(at, part, text)) return at
  return -1
}

/** Whether a part without stars fits the text at a place where there is room for it. */
function standsAt(at: number, part: string, text: string): boolean {
  if (!part.includes(ANY_CHARACTER)) return text.startsWith(part, at)
  for (let i = 0; i < part.length; i++) if (part[i] !== ANY_CHARACTER && part[i] !== text[at + i]) return false
  return true
}

/** The six parts of an ARN, each by itself (documented: reference_policies_elements_condition_operators). */
export function matchesArn(pattern: string, arn: string): boolean {
  const wanted = partsOf(pattern)
  const parts = partsOf(arn)
  if (!wanted || !parts) return false
  return wanted.every((part, i) => matchesGlob(part, parts[i] ?? ''))
}

function partsOf(arn: string): readonly string[] | undefined {
  const parts = arn.split(':')
  return parts.length < 6 ? undefined : [...parts.slice(0, 5), parts.slice(5).join(':')]
}

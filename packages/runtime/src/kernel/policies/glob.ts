/**
 * `*` stands for any characters and `?` for one. Takes at most the product of both lengths, whatever the pattern: policies
 * come from outside.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  let p = 0
  let t = 0
  let star = -1
  let resumeAt = 0
  while (t < text.length) {
    const c = pattern[p]
    if (c === '*') {
      star = p++
      resumeAt = t
    } else if (c !== undefined && (c === '?' || c === text[t])) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++resumeAt
    } else {
      return false
    }
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
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

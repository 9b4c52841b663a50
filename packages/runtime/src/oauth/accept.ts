const COVERING: ReadonlySet<string> = new Set(['application/json', 'application/*', '*/*', '*'])

/**
 * Whether an `Accept` header lets the answer be JSON (RFC 9110, section 12.5.1); without one everything goes. Weights
 * are not compared: which of them AWS looks at is not known.
 */
export function acceptsJson(accept: string | undefined): boolean {
  if (accept === undefined || accept === '*/*' || accept.trim() === '') return true
  return accept.split(',').some((range) => COVERING.has((range.split(';', 1)[0] ?? '').trim().toLowerCase()))
}

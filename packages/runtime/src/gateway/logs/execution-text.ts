import type { WireBody } from '../../kernel/wire.ts'

/** Documented (api-gateway-known-issues); as observed, what stands before the request's id does not count. */
const MAX_BYTES = 1024

/** A text as it stands in an execution log: what is longer ends in `[TRUNCATED]` (observed). */
export function cut(text: string): string {
  if (text.length <= MAX_BYTES && Buffer.byteLength(text) <= MAX_BYTES) return text
  const head = Buffer.from(text.slice(0, MAX_BYTES)).subarray(0, MAX_BYTES).toString('utf8')
  return `${head.replace(/\uFFFD+$/, '')} [TRUNCATED]`
}

/** The last six characters of a secret (observed). */
export function masked(secret: string): string {
  const shown = secret.length > 6 ? secret.slice(-6) : ''
  return '*'.repeat(Math.min(secret.length - shown.length, MAX_BYTES)) + shown
}

/** `{name=value, name=value}` (observed). Names are in lower case in `secret`. */
export function mapText(pairs: Iterable<readonly [unknown, unknown]>, secret: ReadonlySet<string> = NONE): string {
  const parts: string[] = []
  for (const [name, value] of pairs) {
    const text = String(value)
    parts.push(`${name}=${secret.has(String(name).toLowerCase()) ? masked(text) : text}`)
  }
  return `{${parts.join(', ')}}`
}
const NONE: ReadonlySet<string> = new Set()

/** Of a list that holds name, value, name, value. */
export function* pairsOf(list: readonly string[]): Generator<readonly [string, string]> {
  for (let i = 0; i < list.length; i += 2) yield [list[i] ?? '', list[i + 1] ?? '']
}

/** As much of a body as an execution log can show; nothing of one that streams. */
export function bodyText(body: WireBody): string {
  // One more than is shown: then it is seen to be cut.
  if (typeof body === 'string') return body.slice(0, MAX_BYTES + 1)
  return Buffer.isBuffer(body) ? body.subarray(0, MAX_BYTES * 4).toString('utf8') : ''
}

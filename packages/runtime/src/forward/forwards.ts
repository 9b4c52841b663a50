import type { Forwards } from '../kernel/forwards.ts'

/** Reads what the setting `forward` lists, which has been checked: `dynamodb=http://127.0.0.1:8000`. */
export function forwardsOf(entries: readonly string[]): Forwards {
  return new Map(
    entries.map((entry) => {
      const equals = entry.indexOf('=')
      return [entry.slice(0, equals), new URL(entry.slice(equals + 1))]
    }),
  )
}

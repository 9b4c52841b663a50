/** What a stranger sent, fit for a log line: printable ASCII only, and no more than its first `limit` characters. */
export function printable(text: string, limit: number): string {
  const start = text.slice(0, limit).replaceAll(/[^\x21-\x7e]/g, '?')
  return text.length > limit ? `${start}...` : start
}

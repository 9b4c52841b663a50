import type { HeaderList } from '../../../kernel/wire.ts'

/** Of the connection, or said anew. */
const NOT_RETURNED: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'proxy-authenticate',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/**
 * What a client gets of the headers of an integration. To `HEAD` a backend tells the length of a body that it does not
 * send.
 */
export function returnedHeaders(headers: HeaderList, isHead = false): HeaderList {
  return headers.filter(([name]) => {
    const key = name.toLowerCase()
    return !NOT_RETURNED.has(key) || (isHead && key === 'content-length')
  })
}

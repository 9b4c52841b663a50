import type { HeaderList } from '../../../kernel/wire.ts'
import type { Reply } from '../../reply.ts'
import { clientName } from './response-headers.ts'

/** Headers of a proxy's backend that its client does not see (documented: api-gateway-known-issues). */
const DROPPED = new Set([
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
])

/** Passes a backend's headers on; what API Gateway says itself goes under another name (recorded on AWS). */
export function passHeaders(headers: HeaderList, reply: Reply): void {
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    const given = DROPPED.has(key) ? undefined : clientName(name)
    if (given) reply.add(given.toLowerCase(), [given, value])
  }
}

import { timingSafeEqual } from 'node:crypto'
import type { ConsoleKey } from '../admin/contract/endpoints.ts'
import type { WireRequest } from '../kernel/wire.ts'
import type { BrowserGuard } from './browser-guard.ts'

const HEADER: ConsoleKey['header'] = 'x-sallyport-console'
const PARAMETER: ConsoleKey['queryParameter'] = 'console'
/** The page itself and what it loads: the same for everybody, and nothing in them is known to this server only. */
const FILES = /^\/_sallyport(?:\/(?:icon\.svg|assets\/[^/]*)?)?$/

/**
 * Guards the admin API. Beside whom the browser guard lets in, the console's own page may call it, which shows a key: its
 * origin is no proof, since the pages of deployed APIs share it. The key is written into the page where no script of
 * theirs can read it (`admin/console/page.ts`).
 */
export function createConsoleGuard(key: string, objectionTo: BrowserGuard): BrowserGuard {
  const expected = Buffer.from(key)
  return (request) => {
    if (FILES.test(request.path) && (request.method === 'GET' || request.method === 'HEAD')) return undefined
    const objection = objectionTo(request)
    if (!objection) return undefined
    const shown = shownKey(request)
    if (shown === undefined || !isOfThisOrigin(request)) return objection
    return isEqual(Buffer.from(shown), expected) ? undefined : UNKNOWN
  }
}

const UNKNOWN = {
  type: 'ConsoleKeyUnknown',
  message: 'This page is from before the server started. Load it again.',
} as const

function shownKey({ headers, query }: WireRequest): string | undefined {
  return headers[HEADER] ?? new URLSearchParams(query).get(PARAMETER) ?? undefined
}

/** As far as the browser says: it leaves out `Origin` where a page asks its own, and the rest on plain HTTP. */
function isOfThisOrigin({ headers, origin: own }: WireRequest): boolean {
  const { origin, referer, 'sec-fetch-site': site } = headers
  if (origin !== undefined && origin.toLowerCase() !== own.toLowerCase()) return false
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  return origin !== undefined || referer === undefined || referer.toLowerCase().startsWith(`${own.toLowerCase()}/`)
}

function isEqual(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

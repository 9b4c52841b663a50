import type { WireRequest } from '../kernel/wire.ts'

/** Why a request may not reach the control plane or the admin API. */
export interface Objection {
  readonly type: 'OriginNotAllowed' | 'BrowserRequestNotAllowed' | 'ConsoleKeyUnknown'
  readonly message: string
}

/** Undefined: whoever sent it may. */
export type BrowserGuard = (request: WireRequest) => Objection | undefined

const ACTION = /(?:^|&)Action=/i

/**
 * Keeps web pages out. Tools say nothing of a page, and pass. A browser says from where a request comes: by `Origin`
 * where a script may read the answer and for every POST (Fetch standard, section 3.1), else by `Sec-Fetch-Site` (Fetch
 * metadata, section 2.4), and where it sends neither, over plain HTTP to a name that is not loopback, by `Referer`.
 *
 * Only origins that the user names may call. No page of this machine is trusted by its address, and none of this
 * server's own either: a deployed API, which any site may lead a browser to, shares the server's origin. What the
 * console's page shows beside its address is `console-guard.ts`'s.
 */
export function createBrowserGuard(allowOrigins: readonly string[] = []): BrowserGuard {
  const allowed = new Set(allowOrigins.map((origin) => origin.toLowerCase()))
  const isAllowed = (origin: string) => allowed.has('*') || allowed.has(origin.toLowerCase())
  return ({ headers, query }) => {
    const { origin, referer, 'sec-fetch-site': site } = headers
    if (origin !== undefined) return isAllowed(origin) ? undefined : notAllowed(origin)
    // `none`: typed, or led to by a bookmark.
    if (site !== undefined && site !== 'none') return notAllowed(originOf(referer))
    if (referer !== undefined) {
      const from = originOf(referer)
      if (from === undefined || !isAllowed(from)) return notAllowed(from)
    }
    if (ACTION.test(query) && (site !== undefined || isBrowser(headers['user-agent']))) return ADDRESS_ACTS
    return undefined
  }
}

/** A link in a letter is enough to open an address. */
const ADDRESS_ACTS: Objection = {
  type: 'BrowserRequestNotAllowed',
  message: 'A browser may not call this API by an address with an Action in it: any link could.',
}

function notAllowed(origin: string | undefined): Objection {
  const from = origin === undefined ? 'a web page' : `a page of ${origin.slice(0, 200)}`
  return {
    type: 'OriginNotAllowed',
    message:
      `This request comes from ${from}, and web pages may not call this API. ` +
      'Start Sallyport with --allow-origin <origin> to let scripts of a page do so.',
  }
}

function originOf(referer: string | undefined): string | undefined {
  return referer !== undefined && URL.canParse(referer) ? new URL(referer).origin : undefined
}

/** Every browser's `User-Agent` begins so, for historical reasons. */
function isBrowser(userAgent: string | undefined): boolean {
  return userAgent?.startsWith('Mozilla/') ?? false
}

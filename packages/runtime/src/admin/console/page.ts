import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { WireRequest, WireResponse } from '../../kernel/wire.ts'
import { PAGE_HEADERS } from './security-headers.ts'

const PLACE_OF_KEY = '%SALLYPORT_CONSOLE%'
const TYPE = ['Content-Type', 'text/html; charset=utf-8'] as const

/** The console's page. `folder` is where its build is. */
export async function consolePage(request: WireRequest, folder: string, key: string): Promise<WireResponse> {
  const html = await readPage(folder)
  if (html === undefined) return { status: 503, headers: [TYPE, ...PAGE_HEADERS], body: NOT_BUILT }
  const body = html.replaceAll(PLACE_OF_KEY, isPageOfItsOwn(request) ? key : '')
  return { status: 200, headers: [TYPE, ...PAGE_HEADERS, ['Vary', 'Sec-Fetch-Dest, Sec-Fetch-Mode']], body }
}

/** Read anew each time: it is small, and a build while the server runs gives it other files to name. */
async function readPage(folder: string): Promise<string | undefined> {
  try {
    return await readFile(join(folder, 'index.html'), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * Whether a browser opens the page in a window, where no other page's script reads it, rather than for a script that
 * fetches it. Browsers say so themselves (Fetch metadata, sections 2.1 and 2.2); scripts cannot. A tool says nothing, and
 * may do anyway what the key lets a page do.
 */
function isPageOfItsOwn({ headers }: WireRequest): boolean {
  const { 'sec-fetch-dest': destination, 'sec-fetch-mode': mode, 'user-agent': agent = '' } = headers
  if (destination === undefined && mode === undefined) return !agent.startsWith('Mozilla/')
  return destination === 'document' && mode === 'navigate'
}

const NOT_BUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Sallyport</title>
<p>The console is not part of this build. In a checkout of Sallyport, <code>npm run build</code> makes it.</p>
<p>The API behind it works: <a href="/_sallyport/status">/_sallyport/status</a>.</p>
</html>
`

import type { ConsoleKey } from './contract.ts'

const META: ConsoleKey['metaName'] = 'sallyport-console'
export const HEADER: ConsoleKey['header'] = 'x-sallyport-console'
export const PARAMETER: ConsoleKey['queryParameter'] = 'console'

/** What the server wrote into this page, by which it knows the page again. */
export function consoleKey(): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="${META}"]`)?.content ?? ''
}

const RELOADED = 'sallyport.reloaded'
const LEAST_MS_BETWEEN = 10_000

/** The server has started anew and knows another key. A page that has just been loaded for that is left as it is. */
export function reloadForNewKey(): void {
  const last = Number(sessionStorage.getItem(RELOADED) ?? 0)
  if (Date.now() - last < LEAST_MS_BETWEEN) return
  sessionStorage.setItem(RELOADED, String(Date.now()))
  location.reload()
}

import type { PageArrival } from '../../../oauth/ports.ts'
import type { Visit } from './page.ts'
import { type Language, languageOf } from './texts/languages.ts'

/** Documented: developer guide, "Managed login localization". */
const COOKIE = 'lang'

/** The one that is asked for, else the one that was before; classic pages are English (documented). */
export function languageFor(
  { query, cookies }: Pick<PageArrival, 'query' | 'cookies'>,
  isManagedLogin: boolean,
): Language {
  const chosen = isManagedLogin && (languageOf(query.get('lang')) ?? languageOf(cookies.get(COOKIE)))
  return chosen || 'en'
}

/** By which a browser keeps the language that was asked for. */
export function languageCookie({ query, cookies, isManagedLogin }: Visit): Readonly<Record<string, string>> {
  const asked = isManagedLogin ? languageOf(query.get('lang')) : undefined
  return asked === undefined || asked === cookies.get(COOKIE) ? {} : { [COOKIE]: asked }
}

import { terms } from '../attachments/repository.ts'
import { within } from '../repository.ts'
import type { Visit } from './page.ts'
import type { Language } from './texts/languages.ts'

/** Addresses of what people agree to. */
export interface TermsLinks {
  readonly termsOfUse: string
  readonly privacyPolicy: string
}

/** Names of the pages' languages among the links (model). */
const LANGUAGES: Readonly<Record<Language, string>> = {
  de: 'german',
  en: 'english',
  es: 'spanish',
  fr: 'french',
  id: 'bahasa-indonesia',
  it: 'italian',
  ja: 'japanese',
  ko: 'korean',
  'pt-BR': 'portuguese-brazil',
  'zh-CN': 'chinese-simplified',
  'zh-TW': 'chinese-traditional',
}

/**
 * Shown only where a client has both kinds, on pages of managed login; a language that has none gets the default
 * (documented: API reference, CreateTerms).
 */
export async function termsLinks(visit: Visit): Promise<TermsLinks | undefined> {
  if (!visit.isManagedLogin) return undefined
  const [termsOfUse, privacyPolicy] = await Promise.all([
    linkOf(visit, 'terms-of-use'),
    linkOf(visit, 'privacy-policy'),
  ])
  return termsOfUse && privacyPolicy ? { termsOfUse, privacyPolicy } : undefined
}

async function linkOf({ reader, place, pool, client, language }: Visit, name: string): Promise<string | undefined> {
  const found = await terms.find(reader, place, `${within(pool.id, client.id)}/${name}`)
  const link = found?.links[`cognito:${LANGUAGES[language]}`] ?? found?.links['cognito:default']
  // Whatever else was stored: no page of ours leads to a script.
  return link !== undefined && /^https?:\/\//i.test(link) ? link : undefined
}

import { en } from './en.ts'
import type { Texts } from './texts.ts'

/** Documented: developer guide, "Managed login localization". English is here at once, the others once somebody asks. */
const TABLES = {
  de: async () => (await import('./de.ts')).de,
  en: async () => en,
  es: async () => (await import('./es.ts')).es,
  fr: async () => (await import('./fr.ts')).fr,
  id: async () => (await import('./id.ts')).id,
  it: async () => (await import('./it.ts')).it,
  ja: async () => (await import('./ja.ts')).ja,
  ko: async () => (await import('./ko.ts')).ko,
  'pt-BR': async () => (await import('./pt-br.ts')).ptBr,
  'zh-CN': async () => (await import('./zh-cn.ts')).zhCn,
  'zh-TW': async () => (await import('./zh-tw.ts')).zhTw,
} satisfies Readonly<Record<string, () => Promise<Texts>>>

export type Language = keyof typeof TABLES

export const LANGUAGES = Object.keys(TABLES) as readonly Language[]

/** As `lang` names one. Undefined: none of these, which is as if it were not there (inferred). */
export function languageOf(text: string | null | undefined): Language | undefined {
  return LANGUAGES.find((language) => language === text)
}

export function textsIn(language: Language): Promise<Texts> {
  return TABLES[language]()
}

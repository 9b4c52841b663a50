import type { Texts } from '../texts/texts.ts'

/** What every page needs: how to lead to another one, how to have its forms taken, and what to say. */
export interface PageContext {
  /** A page of the domain, with the parameters that the sign-in began with. */
  to(path: string, more?: Readonly<Record<string, string>>): string
  readonly csrf: string
  readonly texts: Texts
}

import type { Call } from '../../../kernel/operation.ts'
import type { PageVisit } from '../../../oauth/ports.ts'
import type { Attempt } from '../auth/attempt.ts'
import type { UserRecord } from '../users/records.ts'
import type { Brand } from './branding/brand.ts'
import type { Language } from './texts/languages.ts'
import type { Texts } from './texts/texts.ts'

/** What a page may know of whoever looks at it: besides the parts of a sign-in, what their browser has sent. */
export interface Visit
  extends Attempt,
    Pick<PageVisit, 'query' | 'arrived' | 'cookies' | 'csrf' | 'basePath' | 'origin' | 'scopes' | 'signedInAs'> {
  /** Steps of a sign-in end with the person, not with tokens: `Outcome.person`. */
  readonly endsWithPerson: true
  /** Pages of the second generation. */
  readonly isManagedLogin: boolean
  /** What the pages look like. */
  readonly brand: Brand
  /** Whether the client has pages at all. */
  readonly hasPages: boolean
  /** Of the pages. Classic ones are English (documented: developer guide, authorize endpoint). */
  readonly language: Language
  readonly texts: Texts
  /** Operations as the app could call them, without a signature. */
  readonly call: Call
}

interface Changes {
  /** Cookies to be set, or with an empty value to be ended. They last as long as the browser. */
  readonly cookies?: Readonly<Record<string, string>> | undefined
}

/** What looking at a page, or sending its form, leads to. */
export type PageResult = Changes &
  (
    | { readonly kind: 'html'; readonly status: number; readonly html: string }
    /** Another page; `query` is the visit's own, or has more. */
    | { readonly kind: 'see-other'; readonly path: string; readonly query: URLSearchParams }
    /** Out of this server: an identity provider. */
    | { readonly kind: 'away'; readonly url: string; readonly provider: string }
    /** On to the app, and this browser remembers them, and the provider that they have come through. */
    | { readonly kind: 'signed-in'; readonly user: UserRecord; readonly provider?: string }
    /** On to the app as whoever has signed in before (`signedInAs`). */
    | { readonly kind: 'goes-on' }
    /** Back to the app with `error=invalid_request` and this text. */
    | { readonly kind: 'refused'; readonly description: string }
  )

/**
 * A page of a pool's domain. What the app has asked for has been checked, and a form bears the token of its browser,
 * before either of these is asked. Refusals that nobody is told of on the page may be thrown: they end on the error page.
 */
export interface HostedPage {
  readonly path: string
  get(visit: Visit): Promise<PageResult>
  post(visit: Visit, form: URLSearchParams): Promise<PageResult>
}

import type { WireResponse } from '../../kernel/wire.ts'
import { OAuthError } from '../oauth-error.ts'
import type { OAuthErrorCode, Site } from '../ports.ts'
import type { Reply } from '../reply.ts'
import { parametersText, withAnswer } from './location.ts'
import { PAGE_HEADERS } from './page-headers.ts'

/** Where a browser learns that something went wrong. */
export type RefusalPlace =
  /**
   * The domain's own page: there is no app that could be trusted with it. `says`: a text in place of the code, as it
   * stands in the URL, since AWS writes its blanks in two ways (observed).
   */
  | { readonly kind: 'error-page'; readonly clientId: string | undefined; readonly says?: string }
  /** A page in place of what was asked for. */
  | { readonly kind: 'page'; readonly status: number; readonly text: string }
  /** The app, under a URL that is registered. */
  | {
      readonly kind: 'app'
      readonly redirectUri: string
      readonly answersIn: 'query' | 'fragment'
      readonly state: string | undefined
    }

/** A refusal of what a browser asks for. */
export class SignInRefusal extends OAuthError {
  readonly place: RefusalPlace

  constructor(error: OAuthErrorCode, detail: string, place: RefusalPlace, description?: string) {
    super(error, detail, description === undefined ? {} : { description })
    this.name = 'SignInRefusal'
    this.place = place
  }
}

/** Functions and providers may say any amount; browsers take no address of any length. */
const LONGEST_DESCRIPTION = 1000

/** Mostly as a redirect (observed; order of the parameters documented in samples). */
export const refuseBrowser =
  (site: Site) =>
  (error: OAuthError, reply: Reply): WireResponse => {
    const place: RefusalPlace =
      error instanceof SignInRefusal ? error.place : { kind: 'error-page', clientId: undefined }
    switch (place.kind) {
      case 'page':
        return reply.html(place.status, site.message(place.text, reply.basePath), PAGE_HEADERS, error.message)
      case 'app': {
        const answer = [
          ['error', error.error],
          ['error_description', error.description?.slice(0, LONGEST_DESCRIPTION)],
          ['state', place.state],
        ] as const
        return reply.redirect(withAnswer(place.redirectUri, place.answersIn, answer), error.message)
      }
      case 'error-page': {
        const client = place.clientId === undefined ? '' : `&${parametersText([['client_id', place.clientId]])}`
        return reply.redirect(`${reply.basePath}/error?error=${place.says ?? error.error}${client}`, error.message)
      }
    }
  }

import type { WireResponse } from '../../kernel/wire.ts'
import type { AuthorizeRequest } from '../authorize/authorize-request.ts'
import { backToApp } from '../authorize/back-to-app.ts'
import type { PageAnswer } from '../ports.ts'
import type { BrowserCall } from './browser-call.ts'
import { asciiUrl } from './location.ts'
import { PAGE_HEADERS } from './page-headers.ts'

/** Sends what a page, or an identity provider's part of one, has come to. */
export async function answerBrowser(
  call: BrowserCall,
  request: AuthorizeRequest,
  answer: PageAnswer,
): Promise<WireResponse> {
  const { reply } = call
  call.setCookies(answer.cookies)
  switch (answer.kind) {
    case 'html':
      return reply.html(answer.status, answer.html, [...PAGE_HEADERS, ...call.changedCookies()])
    case 'see-other':
      return toPage(call, answer.path, String(answer.query))
    case 'away':
      return reply.redirect(asciiUrl(answer.url), 'to an identity provider', call.changedCookies())
    case 'signed-in':
      return backToApp(call, request, await call.signIn(answer))
    case 'goes-on': {
      const person = await call.person(request)
      return person ? backToApp(call, request, person) : toPage(call, '/login', call.wire.query)
    }
    case 'refused':
      throw request.refusal(answer.error, answer.description, answer.description)
  }
}

/** `query` as it stands in URLs. */
export function toPage(call: BrowserCall, path: string, query: string): WireResponse {
  return call.reply.redirect(
    asciiUrl(`${call.reply.basePath}${path}?${query}`),
    `to the page ${path}`,
    call.changedCookies(),
  )
}

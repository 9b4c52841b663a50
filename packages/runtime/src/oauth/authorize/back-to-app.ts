import type { WireResponse } from '../../kernel/wire.ts'
import type { BrowserCall } from '../browser/browser-call.ts'
import { withAnswer } from '../browser/location.ts'
import { OAuthError } from '../oauth-error.ts'
import type { SignedInPerson } from '../ports.ts'
import type { AuthorizeRequest } from './authorize-request.ts'

/**
 * The end of a sign-in: a code in the query, or tokens in the fragment (documented). What stands against it then, as a
 * function that fails, the app is told of (observed: `error=invalid_request` with what the function has said).
 */
export async function backToApp(
  call: BrowserCall,
  request: AuthorizeRequest,
  person: SignedInPerson,
): Promise<WireResponse> {
  try {
    return await answered(call, request, person)
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    throw request.refusal(error.error, error.detail, error.description)
  }
}

async function answered(
  call: BrowserCall,
  { authorization, responseType, state }: AuthorizeRequest,
  person: SignedInPerson,
): Promise<WireResponse> {
  const { people } = call.realm
  const { redirectUri } = authorization
  const go = (location: string) =>
    call.reply.redirect(location, `back to the app, with a ${responseType}`, call.changedCookies())
  if (responseType === 'code') {
    const code = await people.giveCode(person, authorization)
    return go(
      withAnswer(redirectUri, 'query', [
        ['code', code],
        ['state', state],
      ]),
    )
  }
  const { idToken, accessToken, expiresInSeconds } = await people.issueTokens(person, authorization)
  return go(
    withAnswer(redirectUri, 'fragment', [
      ['id_token', idToken],
      ['access_token', accessToken],
      ['token_type', 'Bearer'],
      ['expires_in', String(expiresInSeconds)],
      ['state', state],
    ]),
  )
}

import type { Clock } from '../../kernel/clock.ts'
import type { WireResponse } from '../../kernel/wire.ts'
import { toPage } from '../browser/answer.ts'
import { BrowserCall } from '../browser/browser-call.ts'
import { asciiUrl, parametersText } from '../browser/location.ts'
import { refuseBrowser, SignInRefusal } from '../browser/sign-in-refusal.ts'
import { Form, MAX_FORM_BYTES } from '../form.ts'
import type { OAuthClient, OAuthErrorCode, Site } from '../ports.ts'
import { printable } from '../printable.ts'
import type { Endpoint } from './endpoint.ts'

/** Documented: developer guide, logout endpoint. Providers are not passed on. */
const PASSED_ON = ['client_id', 'redirect_uri', 'response_type', 'scope', 'state', 'nonce'] as const
const SHOWN = 60

/**
 * Has a browser forget who has signed in, and leads it to where the app wants it, or to sign in anew. Tokens stay good.
 * A `logout_uri` that is not registered counts as none (observed). How AWS refuses an unknown client is inferred.
 */
export const logoutEndpoint = ({ clock, site }: { readonly clock: Clock; readonly site: Site }): Endpoint => ({
  path: '/logout',
  methods: ['GET', 'HEAD'],
  crossOrigin: false,
  async handle(asked) {
    const call = new BrowserCall(asked, clock)
    const form = formOf(call.wire.query)
    const clientId = form.get('client_id')
    if (clientId === undefined) return nowhereToGo(call, 'no client_id')
    const client = await call.realm.findClient(clientId)
    if (!client) throw refusal('invalid_request', `no client ${printable(clientId, SHOWN)}`, clientId)
    call.reply.client = client
    const logoutUri = form.get('logout_uri')
    if (logoutUri === undefined || !client.logoutUrls.has(logoutUri)) return toSignIn(call, form, client, logoutUri)
    await call.signOut()
    return call.reply.redirect(asciiUrl(logoutUri), undefined, call.changedCookies())
  },
  refuse: refuseBrowser(site),
})

/** Without a scope, all that the client may have (documented). */
async function toSignIn(
  call: BrowserCall,
  form: Form,
  client: OAuthClient,
  logoutUri: string | undefined,
): Promise<WireResponse> {
  const redirectUri = form.get('redirect_uri')
  if (redirectUri === undefined || form.get('response_type') === undefined) {
    const unregistered = logoutUri !== undefined && `logout_uri ${printable(logoutUri, SHOWN)} is not registered`
    return nowhereToGo(call, unregistered || 'neither logout_uri nor redirect_uri and response_type')
  }
  if (!client.callbackUrls.has(redirectUri)) {
    throw refusal('redirect_mismatch', `redirect_uri ${printable(redirectUri, SHOWN)} is not registered`, client.id)
  }
  await call.signOut()
  const scope = form.get('scope') ?? client.scopes.join(' ')
  return toPage(
    call,
    '/login',
    parametersText(PASSED_ON.map((name) => [name, name === 'scope' ? scope : form.get(name)])),
  )
}

/**
 * Whoever does not say where to go is signed out nevertheless, and sees with the request's own query what is missing: on
 * the error page, or on the sign-in page of managed login (observed: streamlit/streamlit#14601,
 * damienbod/angular-auth-oidc-client#2057, jenkinsci/oic-auth-plugin#620).
 */
async function nowhereToGo(call: BrowserCall, why: string): Promise<WireResponse> {
  await call.signOut()
  const { isManagedLogin } = await call.realm.pages.rules(call.domain)
  const place = `${call.reply.basePath}${isManagedLogin ? '/login' : '/error'}?${call.wire.query}`
  return call.reply.redirect(asciiUrl(place), why, call.changedCookies())
}

function formOf(query: string): Form {
  if (query.length > MAX_FORM_BYTES) throw refusal('invalid_request', `a query of ${query.length} characters`)
  const form = new Form()
  form.add(query)
  return form
}

const refusal = (error: OAuthErrorCode, detail: string, clientId?: string) =>
  new SignInRefusal(error, detail, { kind: 'error-page', clientId })

import type { Clock } from '../../kernel/clock.ts'
import type { WireResponse } from '../../kernel/wire.ts'
import { readAuthorizeRequest } from '../authorize/authorize-request.ts'
import { orFaultToApp } from '../authorize/fault-to-app.ts'
import { answerBrowser } from '../browser/answer.ts'
import { BrowserCall } from '../browser/browser-call.ts'
import { INERT } from '../browser/page-headers.ts'
import { refuseBrowser, SignInRefusal } from '../browser/sign-in-refusal.ts'
import { isForm, MAX_FORM_BYTES } from '../form.ts'
import type { PageArrival, Site, SiteAsset } from '../ports.ts'
import type { Endpoint } from './endpoint.ts'

/** A page on which people sign in, or do something else for themselves. */
export function pageEndpoint(path: string, { clock, site }: { readonly clock: Clock; readonly site: Site }): Endpoint {
  return {
    path,
    methods: ['GET', 'HEAD', 'POST'],
    crossOrigin: false,
    handle: (asked) => answerPage(new BrowserCall(asked, clock), path),
    refuse: refuseBrowser(site),
  }
}

/** What a page is made of. It leaves the browser's cookies alone: a form that is open has the token of one. */
export function assetEndpoint(path: string, { type, body }: SiteAsset): Endpoint {
  return {
    path,
    methods: ['GET', 'HEAD'],
    crossOrigin: false,
    handle: ({ reply }) => reply.asset(type, body),
  }
}

/**
 * The same for what belongs to one app. Images are somebody's own documents, too, and might be opened as such: nothing of
 * them runs.
 */
export function appAssetEndpoint(path: string): Endpoint {
  return {
    path,
    methods: ['GET', 'HEAD'],
    crossOrigin: false,
    async handle({ realm, wire, reply }) {
      const asked = { path, query: new URLSearchParams(wire.query), domain: reply.asked.domain }
      const asset = await realm.pages.asset(asked)
      return asset ? reply.asset(asset.type, asset.body, INERT) : reply.empty(404, 'this app has no such file')
    },
  }
}

/**
 * Whoever sends a form has to have been shown one: its token is that of the browser's cookie. Pages to which others send
 * a browser back have an own way to know whom they have sent out.
 */
export async function answerPage(call: BrowserCall, path: string): Promise<WireResponse> {
  const { realm, wire } = call
  const arrival = call.arrival(path, formOf(call))
  const restored = await realm.pages.restore(arrival)
  if (restored === undefined) throw lost()
  const query = restored === 'own' ? wire.query : String(restored)
  const request = await readAuthorizeRequest(realm, query, call.reply)
  if (restored === 'own' && arrival.form) checkOwnForm(call, arrival.form, request.client.id)
  return orFaultToApp(request, async () => {
    const visit = await call.visit({ ...arrival, query: new URLSearchParams(query) }, request)
    return answerBrowser(call, request, await realm.pages.answer(visit))
  })
}

function formOf({ wire: { method, headers, body } }: BrowserCall): PageArrival['form'] {
  if (method !== 'POST') return undefined
  if (!isForm(headers['content-type'], body)) throw nowhere('the body is no form')
  if (body.length > MAX_FORM_BYTES) throw nowhere(`a form of ${body.length} bytes`)
  return new URLSearchParams(body.toString('utf8'))
}

/**
 * Names recorded; how AWS refuses is inferred. Cookies go to all ports of a host, so a page of another port could set
 * this one: what the browser says of where a form comes from counts, too.
 */
function checkOwnForm({ cookies, wire }: BrowserCall, form: URLSearchParams, clientId: string): void {
  const token = form.get('_csrf') ?? form.get('csrf')
  const from = wire.headers['sec-fetch-site']
  if (!token || token !== cookies.get('XSRF-TOKEN') || (from !== undefined && from !== 'same-origin')) {
    throw nowhere('a form without the token of this browser', clientId)
  }
}

/** Of a state that is unknown, or past (text and place observed). */
const lost = () =>
  new SignInRefusal('invalid_request', 'the browser comes from nowhere that is known', {
    kind: 'error-page',
    clientId: undefined,
    says: 'Invalid%20state',
  })

const nowhere = (detail: string, clientId?: string) =>
  new SignInRefusal('invalid_request', detail, { kind: 'error-page', clientId })

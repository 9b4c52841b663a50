import type { Clock } from '../../kernel/clock.ts'
import type { WireResponse } from '../../kernel/wire.ts'
import { type AuthorizeRequest, readAuthorizeRequest } from '../authorize/authorize-request.ts'
import { backToApp } from '../authorize/back-to-app.ts'
import { orFaultToApp } from '../authorize/fault-to-app.ts'
import { answerBrowser, toPage } from '../browser/answer.ts'
import { BrowserCall } from '../browser/browser-call.ts'
import { refuseBrowser, SignInRefusal } from '../browser/sign-in-refusal.ts'
import type { PageAnswer, PageArrival, SignedInPerson, Site } from '../ports.ts'
import type { Endpoint } from './endpoint.ts'
import { answerPage } from './page.ts'

/** The second and third are in AWS's samples. */
const PATHS = ['/oauth2/authorize', '/oauth2/authorize/', '/authorize']

/**
 * RFC 6749, section 3.1: where an app sends a browser. A form that is posted here is one for `/login` (observed of a
 * script that had been led there without noticing).
 */
export function authorizeEndpoints(clock: Clock, site: Site): readonly Endpoint[] {
  return PATHS.map((path) => ({
    path,
    methods: ['GET', 'HEAD', 'POST'],
    crossOrigin: false,
    async handle(asked) {
      const call = new BrowserCall(asked, clock)
      if (call.wire.method === 'POST') return answerPage(call, '/login')
      const request = await readAuthorizeRequest(call.realm, call.wire.query, call.reply)
      return orFaultToApp(request, () => authorize(call, request))
    },
    refuse: refuseBrowser(site),
  }))
}

async function authorize(call: BrowserCall, request: AuthorizeRequest): Promise<WireResponse> {
  const { realm, domain } = call
  const rules = await realm.pages.rules(domain)
  if (request.asksForLevels && rules.knowsStepUp) {
    throw request.refusal('invalid_request', 'acr_values', 'acr_values is not emulated by Sallyport')
  }
  const arrival = call.arrival('/login', undefined)
  const led = await providerFor(call, request, arrival)
  const prompts = rules.isManagedLogin ? request.prompts : []
  const person = prompts.includes('login') ? undefined : await whoeverCame(call, request, led)
  if (led === 'pages' || led.kind === 'away') {
    if (person && rules.isManagedLogin) return backToApp(call, request, person)
    if (prompts.includes('none'))
      throw request.refusal('login_required', 'nobody is signed in, and nobody may be asked')
  }
  return led === 'pages' ? toPage(call, '/login', call.wire.query) : answerBrowser(call, request, led)
}

/**
 * Who has signed in with this browser. Where the app names a provider, only whoever has come through that one (inferred:
 * documents do not say).
 */
async function whoeverCame(
  call: BrowserCall,
  request: AuthorizeRequest,
  led: PageAnswer | 'pages',
): Promise<SignedInPerson | undefined> {
  const person = await call.person(request)
  const { name, identifier } = request.provider
  const isNamed = name !== undefined || identifier !== undefined
  if (!isNamed || led === 'pages' || led.kind !== 'away') return person
  return person?.provider === led.provider ? person : undefined
}

async function providerFor(
  call: BrowserCall,
  request: AuthorizeRequest,
  arrival: PageArrival,
): Promise<PageAnswer | 'pages'> {
  const visit = await call.visit(arrival, request)
  const led = await call.realm.pages.provider(visit, request.provider)
  if (led !== 'unknown') return led
  // Status and text observed.
  const place = { kind: 'page', status: 401, text: 'Login option is not available. Please try another one' } as const
  throw new SignInRefusal('invalid_request', `client ${request.client.id} has no such identity provider`, place)
}

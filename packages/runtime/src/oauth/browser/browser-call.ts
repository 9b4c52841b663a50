import { type Clock, epochSeconds } from '../../kernel/clock.ts'
import type { HeaderList, WireRequest } from '../../kernel/wire.ts'
import type { AuthorizeRequest } from '../authorize/authorize-request.ts'
import type { EndpointRequest } from '../endpoints/endpoint.ts'
import type { PageArrival, PageVisit, Realm, SignedInPerson } from '../ports.ts'
import type { Reply } from '../reply.ts'
import { cookiesOf, setCookie } from './cookies.ts'

const SESSION = 'cognito'
/** Recorded; a reuse does not prolong it (documented: developer guide, "Managed login"). */
const SESSION_SECONDS = 3600
/** As a value of `identity_provider` (documented: developer guide, authorize endpoint). */
const POOL_ITSELF = 'COGNITO'
const UNSUITABLE = /[^\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]/

/** A request that a browser makes on its own account: with cookies, and answered with pages and redirects. */
export class BrowserCall {
  readonly realm: Realm
  readonly wire: WireRequest
  readonly reply: Reply
  readonly cookies: ReadonlyMap<string, string>
  readonly #clock: Clock
  readonly #changes: Record<string, readonly [value: string, seconds: number | undefined]> = {}

  constructor({ realm, wire, reply }: EndpointRequest, clock: Clock) {
    this.#clock = clock
    this.realm = realm
    this.wire = wire
    this.reply = reply
    this.cookies = cookiesOf(wire)
  }

  get domain(): string {
    return this.reply.asked.domain
  }

  /**
   * Whoever has signed in with this browser, unless that was too long ago for what an app has asked (OpenID Connect Core,
   * section 3.1.2.1; in tiers that know of it), or it asks for people of the pool itself and they are of a provider.
   */
  async person({
    maxAge,
    provider,
  }: Pick<AuthorizeRequest, 'maxAge' | 'provider'>): Promise<SignedInPerson | undefined> {
    const cookie = this.cookies.get(SESSION)
    const person = cookie ? await this.realm.people.findSession(cookie) : undefined
    if (person?.provider !== undefined && provider.name === POOL_ITSELF) return undefined
    if (!person || maxAge === undefined) return person
    const { knowsStepUp } = await this.realm.pages.rules(this.domain)
    return !knowsStepUp || epochSeconds(this.#clock) - person.authTime <= maxAge ? person : undefined
  }

  /** The one before ends: whoever has it, or has made this browser take it, gets nothing of this sign-in. */
  async signIn(whose: Pick<SignedInPerson, 'userKey' | 'provider'>): Promise<SignedInPerson> {
    const { cookie, person } = await this.realm.people.beginSession(whose)
    await this.#endSession()
    this.#changes[SESSION] = [cookie, SESSION_SECONDS]
    return person
  }

  async signOut(): Promise<void> {
    await this.#endSession()
    this.#changes[SESSION] = ['', 0]
  }

  setCookies(cookies: Readonly<Record<string, string>> | undefined): void {
    for (const [name, value] of Object.entries(cookies ?? {})) {
      if (UNSUITABLE.test(value)) throw new Error(`the cookie ${name} has a character that no cookie may have`)
      this.#changes[name] = value === '' ? ['', 0] : [value, undefined]
    }
  }

  /** The `Set-Cookie` headers of what has changed. */
  changedCookies(): HeaderList {
    const { asked } = this.reply
    return Object.entries(this.#changes).map(([name, [value, seconds]]) => setCookie(name, value, asked, seconds))
  }

  arrival(path: string, form: URLSearchParams | undefined): PageArrival {
    const { wire, cookies, domain, reply } = this
    const query = new URLSearchParams(wire.query)
    return { path, query, form, cookies, domain, basePath: reply.basePath, origin: wire.origin }
  }

  async visit(arrival: PageArrival, request: AuthorizeRequest): Promise<PageVisit> {
    const { client, authorization } = request
    const signedInAs = (await this.person(request))?.username
    const arrived = new URLSearchParams(this.wire.query)
    return { ...arrival, arrived, client, scopes: authorization.scopes, csrf: this.reply.antiForgery, signedInAs }
  }

  async #endSession(): Promise<void> {
    const cookie = this.cookies.get(SESSION)
    if (cookie) await this.realm.people.endSession(cookie)
  }
}

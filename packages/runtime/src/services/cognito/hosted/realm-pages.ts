import { AwsError } from '../../../kernel/errors.ts'
import { uuid } from '../../../kernel/ids.ts'
import type { Call, CallContext } from '../../../kernel/operation.ts'
import type { Place } from '../../../kernel/place.ts'
import { callerOf } from '../../../kernel/session.ts'
import { OAuthError } from '../../../oauth/oauth-error.ts'
import type { PageAnswer, PageVisit, RealmPages } from '../../../oauth/ports.ts'
import type { Store } from '../../../store/store.ts'
import type { CognitoDeps } from '../deps.ts'
import { clients, findDomain, userPools, within } from '../repository.ts'
import { type BrandPlace, brandLinks, findBrand, PLAIN } from './branding/brand.ts'
import { languageCookie, languageFor } from './browser-language.ts'
import { documentOf } from './html/layout.ts'
import { linkPages } from './links/index.ts'
import type { HostedPage, PageResult, Visit } from './page.ts'
import { hostedPages } from './pages/index.ts'
import { showUnavailable } from './pages/show.ts'
import { chooseProvider } from './provider-choice.ts'
import { returnPaths } from './returns.ts'
import { textsIn } from './texts/languages.ts'

export interface RealmPagesDeps {
  readonly store: Store
  readonly operationDeps: CognitoDeps
  /** Has operations called as from outside. */
  readonly contextOf: (base: Omit<CallContext, 'call'>) => CallContext
}

/** The pages of a pool, as the endpoints of its domain know them. */
export function realmPages(
  { store, operationDeps: deps, contextOf }: RealmPagesDeps,
  place: Place,
  poolId: string,
): RealmPages {
  const managedLogin = async (domain: string) => (await findDomain(store, place, domain))?.managedLoginVersion === 2

  const visitOf = async (from: PageVisit): Promise<Visit> => {
    const [pool, client, isManagedLogin] = await Promise.all([
      userPools.find(store, place, poolId),
      clients.find(store, place, within(poolId, from.client.id)),
      managedLogin(from.domain),
    ])
    if (!pool || !client) throw new OAuthError('invalid_request', `client ${from.client.id} is gone`)
    const { query, arrived, cookies, csrf, basePath, origin, scopes, signedInAs } = from
    const brand = await findBrand(brandPlace(client.id), isManagedLogin)
    const language = languageFor(from, isManagedLogin)
    const { transact } = store
    return {
      ...{ deps, place, pool, client, reader: store, transact, metadata: undefined, endsWithPerson: true },
      ...{ query, arrived, cookies, csrf, basePath, origin, scopes, signedInAs, isManagedLogin },
      brand: brand === 'unavailable' ? PLAIN : brand,
      hasPages: brand !== 'unavailable',
      language,
      texts: await textsIn(language),
      call: callFrom(origin),
    }
  }

  const brandPlace = (clientId: string): BrandPlace => ({ reader: store, place, poolId, clientId })

  const callFrom = (origin: string): Call => {
    const { caller, requestId } = anonymous(place, deps)
    return contextOf({ place, caller, requestId, origin, transact: store.transact, reader: store }).call
  }

  return {
    async rules(domain) {
      const pool = await userPools.find(store, place, poolId)
      return { isManagedLogin: await managedLogin(domain), knowsStepUp: pool?.settings.UserPoolTier !== 'LITE' }
    },

    async answer(from) {
      const page = hostedPages.find(({ path }) => path === from.path)
      if (!page) throw new OAuthError('invalid_request', `no page ${from.path}`)
      return orErrorPage(async () => {
        const visit = await visitOf(from)
        const isOpen = visit.hasPages || returnPaths.some(({ path }) => path === from.path)
        const answer = answerOf(isOpen ? await asked(page, visit, from.form) : showUnavailable(visit))
        return { ...answer, cookies: { ...answer.cookies, ...languageCookie(visit) } }
      })
    },

    async provider(from, named) {
      return orErrorPage(async () => {
        const chosen = await chooseProvider(await visitOf(from), named)
        return typeof chosen === 'string' ? chosen : answerOf(chosen)
      })
    },

    async restore(arrival) {
      const back = returnPaths.find(({ path }) => path === arrival.path)
      return back ? back.restore(arrival, { deps, reader: store, place, poolId }) : 'own'
    },

    async asset({ path, query, domain }) {
      const client = await clients.find(store, place, within(poolId, query.get('client_id') ?? ''))
      if (!client) return undefined
      const brand = await findBrand(brandPlace(client.id), await managedLogin(domain))
      return brand === 'unavailable' ? undefined : brand.files.get(path)
    },

    async follow({ path, query, cookies, domain, basePath, origin, client: { id } }) {
      const link = linkPages.find((each) => each.path === path)
      const client = await clients.find(store, place, within(poolId, id))
      if (!link || !client) throw new OAuthError('invalid_request', `no page ${path}, or no client ${id}`)
      const isManagedLogin = await managedLogin(domain)
      const texts = await textsIn(languageFor({ query, cookies }, isManagedLogin))
      const { status, page } = await link.follow({ deps, client, call: callFrom(origin), texts }, query)
      const brand = await findBrand(brandPlace(id), isManagedLogin)
      const links = brand === 'unavailable' ? {} : brandLinks(brand, basePath, id)
      return { status, html: documentOf(page, { basePath, app: client.name, brand: links, texts }) }
    },
  }
}

/** What a page has not told people of itself. */
async function orErrorPage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AwsError && error.status < 500) throw new OAuthError('invalid_request', error.message)
    throw error
  }
}

function asked(page: HostedPage, visit: Visit, form: URLSearchParams | undefined): Promise<PageResult> {
  return form ? page.post(visit, form) : page.get(visit)
}

function answerOf(result: PageResult): PageAnswer {
  const { cookies } = result
  if (result.kind === 'signed-in') {
    return { kind: 'signed-in', userKey: result.user.key, provider: result.provider, cookies }
  }
  if (result.kind === 'refused') return { ...result, error: 'invalid_request' }
  return result
}

function anonymous({ region }: Place, { random }: Pick<CognitoDeps, 'random'>) {
  const { place: _, ...caller } = callerOf('', undefined, region)
  return { caller, requestId: uuid(random) }
}

import { AwsError } from '../../../kernel/errors.ts'
import type { HostedPage, PageResult, Visit } from '../hosted/page.ts'
import type { ReturnPath } from '../hosted/returns.ts'
import { identityProviders } from '../identity-providers/repository.ts'
import { within } from '../repository.ts'
import { exchangeCode } from './code-exchange.ts'
import { FederationError } from './federation-error.ts'
import { RETURN_PATH } from './go-to-provider.ts'
import { oidcProvider } from './oidc-provider.ts'
import { endOuting, findOuting, type Outing, STATE_COOKIE } from './outings.ts'
import { signInFromProvider } from './sign-in-from-provider.ts'

/** Only a browser that this server has sent out comes back, with the state that it was sent with, once. */
export const idpResponseReturn: ReturnPath = {
  path: RETURN_PATH,
  async restore({ query, cookies }, { deps, reader, place, poolId }) {
    const brought = { state: query.get('state'), cookie: cookies.get(STATE_COOKIE) }
    const outing = await findOuting(reader, deps, place, poolId, brought)
    return outing && new URLSearchParams(outing.query)
  },
}

/** Answers of providers come in the query: none is asked for a form. */
export const idpResponsePage: HostedPage = {
  path: RETURN_PATH,
  get: (visit) => comeBack(visit),
  post: async () => refused('The answer of an identity provider as a form is not emulated by Sallyport.'),
}

const BACK_HOME = { [STATE_COOKIE]: '' }

function refused(description: string): PageResult {
  return { kind: 'refused', description, cookies: BACK_HOME }
}

async function comeBack(visit: Visit): Promise<PageResult> {
  try {
    const outing = await takeOuting(visit)
    const { provider } = outing
    return { kind: 'signed-in', user: await whoever(visit, outing), provider, cookies: BACK_HOME }
  } catch (error) {
    if (error instanceof FederationError || (error instanceof AwsError && error.status < 500))
      return refused(error.message)
    throw error
  }
}

/** Before anybody is asked: of two that come with one state, one goes on. */
async function takeOuting({ deps, place, pool, transact, arrived, cookies }: Visit): Promise<Outing> {
  const state = arrived.get('state') ?? ''
  return transact(async (tx) => {
    const brought = { state, cookie: cookies.get(STATE_COOKIE) }
    const outing = await findOuting(tx, deps, place, pool.id, brought)
    // Text observed, where it stands on the error page.
    if (!outing) throw new FederationError('Invalid state')
    endOuting(tx, deps.vault, place, pool.id, state)
    return outing
  })
}

async function whoever(visit: Visit, { provider: name, redirectUri, nonce }: Outing) {
  const { deps, reader, place, pool, arrived } = visit
  const error = arrived.get('error')
  // That it is passed on is inferred.
  if (error !== null) throw new FederationError(arrived.get('error_description') ?? error)
  const code = arrived.get('code')
  if (!code) throw new FederationError('Bad IdP response: no code')
  const record = await identityProviders.find(reader, place, within(pool.id, name))
  if (!record) throw new FederationError(`Identity provider ${name} does not exist.`)
  const provider = await oidcProvider(deps, record)
  // RFC 9207: a provider that says who it is has to be the one that the browser was sent to.
  const issuer = arrived.get('iss')
  if (issuer !== null && issuer !== provider.issuer) throw new FederationError('Bad IdP response: another issuer')
  const now = Math.floor(deps.clock.now() / 1000)
  const person = await exchangeCode(deps.http, provider, code, { redirectUri, nonce, now })
  return signInFromProvider(visit, record, person)
}

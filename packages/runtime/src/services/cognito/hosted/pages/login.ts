import { secretHashOf } from '../../auth/client-access.ts'
import { signInWithPassword } from '../../auth/flows/password.ts'
import { beginSignIn } from '../../auth/sign-in.ts'
import { namedByAddress } from '../../users/names.ts'
import { findUser } from '../../users/repository.ts'
import { type FormValues, readForm } from '../form-values.ts'
import type { FormState } from '../html/field.ts'
import type { HostedPage, PageResult, Visit } from '../page.ts'
import { admitsOwnUsers, providerButtons } from '../provider-choice.ts'
import { signInNameOf } from '../sign-in-name.ts'
import { canBeChosen } from '../views/factors.ts'
import { resumePage } from '../views/resume.ts'
import { passwordPage, providersPage, type SignInView, signInPage, usernamePage } from '../views/sign-in.ts'
import { formPage } from './form-page.ts'
import { contextOf, orRefused, show, showUnreadable } from './show.ts'
import { FLOW, goOn, orDetour } from './sign-in-steps.ts'
import { goTo, journeyAt, NO_JOURNEY, signInAt } from './way.ts'

async function viewOf(visit: Visit, username: string, state: FormState): Promise<SignInView> {
  const { pool } = visit
  const { AdminCreateUserConfig, AccountRecoverySetting } = pool.settings
  const recovery = AccountRecoverySetting?.RecoveryMechanisms ?? []
  return {
    context: contextOf(visit),
    kind: signInNameOf(pool),
    username,
    state,
    notice: newsOf(visit),
    mayRecover: !recovery.some(({ Name }) => Name === 'admin_only'),
    maySignUp: AdminCreateUserConfig?.AllowAdminCreateUserOnly !== true,
    providers: await providerButtons(visit),
  }
}

/** What was done on the page before. */
function newsOf(visit: Visit): string | undefined {
  const done = journeyAt(visit, 'done')
  return done && visit.texts.news[done.news]
}

/**
 * Whether people say who they are first, and then choose how they prove it: on pages of managed login, where the client
 * may ask for a choice and the pool offers one (documented in part).
 */
function isTwoStep({ isManagedLogin, client, pool }: Visit): boolean {
  const factors = pool.settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? []
  const mayChoose = client.settings.ExplicitAuthFlows?.includes('ALLOW_USER_AUTH') === true
  return isManagedLogin && mayChoose && factors.some((factor) => factor !== 'PASSWORD' && factor !== 'WEB_AUTHN')
}

async function showLogin(visit: Visit, username: string, state: FormState): Promise<PageResult> {
  const view = await viewOf(visit, username, state)
  if (!admitsOwnUsers(visit.client)) return show(visit, providersPage(view))
  return show(visit, isTwoStep(visit) ? usernamePage(view) : signInPage(view))
}

export const loginPage: HostedPage = {
  path: '/login',

  async get(visit) {
    const resumed = await resume(visit)
    if (resumed) return resumed
    const page = await showLogin(visit, visit.query.get('login_hint') ?? '', {})
    return journeyAt(visit, 'done') ? { ...page, cookies: NO_JOURNEY } : page
  },

  async post(visit, form) {
    const values = readForm(form)
    if (!values) return showUnreadable(visit)
    const username = values.get('username')
    if (!admitsOwnUsers(visit.client)) return showLogin(visit, username, {})
    const isStep = isTwoStep(visit) && !form.has('password')
    return orRefused(
      () => (isStep ? chooseHow(visit, username) : signIn(visit, username, values)),
      (state) => showLogin(visit, username, state),
      () => (isStep ? ['username'] : ['username', 'password']),
    )
  },
}

/** Both are asked for by the form; what comes without them fails as a wrong one does. */
function signIn(visit: Visit, username: string, values: FormValues): Promise<PageResult> {
  return orDetour(visit, username, async () =>
    goOn(visit, { username, isFirst: true }, await signInWithPassword(visit, username, values.get('password'), FLOW)),
  )
}

/** Who can only give a password is asked for that at once. */
async function chooseHow(visit: Visit, username: string): Promise<PageResult> {
  const SECRET_HASH = secretHashOf(visit.client, visit.deps.vault, username)
  const AuthParameters = { USERNAME: username, ...(SECRET_HASH !== undefined && { SECRET_HASH }) }
  const outcome = await beginSignIn(visit, { AuthFlow: 'USER_AUTH', AuthParameters }, false)
  const factors = (outcome.AvailableChallenges ?? []).filter(canBeChosen)
  const onlyPassword = factors.length === 1 && factors[0] === 'PASSWORD'
  return onlyPassword
    ? goTo(visit, '/verifyPassword', { step: 'password', username })
    : goOn(visit, { username, isFirst: true }, outcome)
}

/** The second step of two (path and names recorded). */
export const verifyPasswordPage = formPage<string>({
  path: '/verifyPassword',
  where: (visit) => signInAt(visit, 'password')?.username,
  lost: (visit) => goTo(visit, '/login'),
  show: async (visit, username, state) => show(visit, passwordPage(await viewOf(visit, username, state))),
  take: signIn,
  atFault: () => ['password'],
})

/** Classic pages ask before a session goes on (documented: developer guide, authorize endpoint). */
async function resume(visit: Visit): Promise<PageResult | undefined> {
  const { signedInAs, isManagedLogin, query, reader, place, pool } = visit
  if (signedInAs === undefined || isManagedLogin || query.get('prompt') === 'login') return undefined
  const user = await findUser(reader, place, pool, signedInAs)
  if (!user) return undefined
  const { email, phone_number } = user.attributes
  const name = namedByAddress(pool) ? (email ?? phone_number) : undefined
  return show(visit, resumePage(contextOf(visit), name ?? user.username))
}

/** Named in AWS's log of calls. */
export const continuePage: HostedPage = {
  path: '/login/continue',
  get: async (visit) => goTo(visit, '/login'),
  post: async (visit) => (visit.signedInAs === undefined ? goTo(visit, '/login') : { kind: 'goes-on' }),
}

import { describe, expect, it } from 'vitest'
import { documentOf, type Page } from '../html/layout.ts'
import { signInNameOf } from '../sign-in-name.ts'
import { en } from '../texts/en.ts'
import { LANGUAGES, textsIn } from '../texts/languages.ts'
import type { Texts } from '../texts/texts.ts'
import { confirmPage, linkSentPage } from './confirm.ts'
import { addressSetupPage, authenticatorSetupPage } from './factor-setup.ts'
import { authenticatorPage, factorsPage, sentCodePage } from './factors.ts'
import { confirmedPage, errorPage, expiredPage } from './messages.ts'
import { newPasswordPage } from './new-password.ts'
import type { PageContext } from './page-context.ts'
import { forgotPasswordPage, resetPasswordPage } from './recovery.ts'
import { resumePage } from './resume.ts'
import { passwordPage, providersPage, signInPage, usernamePage } from './sign-in.ts'
import { signUpPage } from './sign-up.ts'

const HOSTILE = `"><img src=x onerror='alert(1)'>{{7*7}}\${1}&lt;`
const HOSTILE_STATE = { error: HOSTILE, atFault: ['username', 'code', 'password', 'authentication_code'] }

/** Every page, with this text wherever somebody else's may come in. */
function pagesWith(text: string, state = HOSTILE_STATE, texts: Texts = en): Record<string, Page> {
  const context: PageContext = {
    csrf: text,
    texts,
    to: (path, more = {}) => `${path}?${new URLSearchParams({ state: text, ...more })}`,
  }
  const kind = signInNameOf({ settings: {} })
  const view = {
    context,
    kind,
    username: text,
    state,
    notice: text,
    mayRecover: true,
    maySignUp: true,
    providers: [{ name: text, href: text }],
  }
  const sent = { medium: text, destination: text }
  const attributes = [
    ['name', text],
    [text, text],
  ] as const
  const words = { title: text, intro: text }
  return {
    authenticator: authenticatorPage(context, text, state),
    addressSetup: addressSetupPage(context, { attribute: 'email', value: text, state, mayChoose: true }),
    confirm: confirmPage(context, sent, state),
    confirmed: confirmedPage(texts),
    error: errorPage(texts, text, context.to('/login')),
    expired: expiredPage(texts, context.to('/login')),
    factors: factorsPage(context, '/mfaOption', ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', text], words, state),
    forgotPassword: forgotPasswordPage(context, kind, text, state),
    linkSent: linkSentPage(context, sent),
    newPassword: newPasswordPage(context, attributes, {}, state),
    password: passwordPage(view),
    providers: providersPage(view),
    resetPassword: resetPasswordPage(context, sent, {}, state),
    resume: resumePage(context, text),
    sentCode: sentCodePage(context, '/mfa', sent, state),
    signIn: signInPage(view),
    signUp: signUpPage({
      context,
      kind,
      username: text,
      attributes,
      policy: {},
      terms: { termsOfUse: text, privacyPolicy: text },
      state,
    }),
    totpSetup: authenticatorSetupPage(context, { secret: text, uri: text, state, mayChoose: true }),
    username: usernamePage(view),
  }
}

const documents = Object.entries(pagesWith(HOSTILE)).map(
  ([name, page]) => [name, documentOf(page, { basePath: '/_aws/cognito/people', app: HOSTILE, texts: en })] as const,
)

describe.each(documents)('the page %s', (_, page) => {
  const tags = page.match(/<[a-z][^>]*>/g) ?? []

  it('shows markup of others as text', () => {
    expect(page).not.toContain('<img')
    expect(page.replace(/"[^"]*"/g, '""')).not.toMatch(/<[^>]*onerror/)
    expect(tags.join('')).not.toContain("'")
  })

  it('has no script and no style of its own, which its policy forbids', () => {
    expect(page).not.toMatch(/<script|<style|\sstyle=|\son[a-z]+="/)
  })

  it('says its language, its title once more as heading, and where its parts are', () => {
    expect(page).toContain('<html lang="en">')
    expect(page.match(/<h1/g)).toHaveLength(1)
    expect(page.match(/<main/g)).toHaveLength(1)
    expect(page).toContain('href="/_aws/cognito/people/assets/')
  })

  it('has a label for each field, no id twice, and no description that is not there', () => {
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [, described = ''] of page.matchAll(/aria-describedby="([^"]*)"/g)) {
      for (const id of described.split(' ')) expect(ids).toContain(id)
    }
    const fields = tags.filter((tag) => tag.startsWith('<input') && !/type="(?:hidden|submit)"/.test(tag))
    for (const field of fields) expect(page).toContain(`<label for="${/\sid="([^"]*)"/.exec(field)?.[1]}"`)
  })

  it('sends every form with the token that keeps others from sending it', () => {
    expect(page.match(/name="_csrf"/g)?.length ?? 0).toBe(page.match(/<form/g)?.length ?? 0)
    expect(page.match(/method="POST"/g)?.length ?? 0).toBe(page.match(/<form/g)?.length ?? 0)
  })

  it('never writes a password back', () => {
    for (const tag of tags.filter((each) => each.includes('type="password"'))) expect(tag).not.toContain('value=')
  })
})

describe('a form', () => {
  const pages = pagesWith('ann', { error: 'Incorrect username or password.', atFault: ['password'] })
  const document = documentOf(pages.signIn as Page, { basePath: '', app: undefined, texts: en })

  it('says at once what was wrong, and again at the fields that it is about', () => {
    expect(document).toContain('role="alert">Incorrect username or password.')
    expect(document).toMatch(
      /name="password"[^>]*aria-describedby="loginErrorMessage"[^>]*aria-invalid="true"[^>]*autofocus/,
    )
    expect(document).not.toMatch(/name="username"[^>]*aria-invalid/)
  })

  it('has the names of AWS, by which scripts find it', () => {
    expect(document).toMatch(
      /<form action="\/login\?[^"]*" method="POST" name="cognitoSignInForm" class="cognito-asf">/,
    )
    expect(document).toMatch(/name="_csrf" value="ann"/)
    expect(document).toMatch(/<input type="hidden" name="cognitoAsfData"/)
    expect(document).toMatch(/<input id="signInFormUsername" name="username"/)
    expect(document).toMatch(/<input id="signInFormPassword" name="password" type="password"/)
    expect(document).toMatch(/<input type="submit" name="signInSubmitButton" value="Sign in"/)
  })

  it.each([
    ['signIn', 'current-password'],
    ['signUp', 'new-password'],
    ['confirm', 'one-time-code'],
    ['totpSetup', 'one-time-code'],
  ])('of %s tells password managers about its %s', (name, autocomplete) => {
    expect(documentOf(pages[name] as Page, { basePath: '', app: undefined, texts: en })).toContain(
      `autocomplete="${autocomplete}"`,
    )
  })
})

describe.each(LANGUAGES)('in the language %s', (language) => {
  it('each page says everything, and leaves no gap open', async () => {
    const texts = await textsIn(language)
    const state = { error: texts.recovering.notTheSame, atFault: ['password'] }
    for (const [name, page] of Object.entries(pagesWith('{x}', state, texts))) {
      const document = documentOf(page, { basePath: '', app: 'orders', texts })
      expect(document).toContain(`<html lang="${language}">`)
      expect(document.replaceAll('{x}', '')).not.toMatch(/[{}]|undefined/)
      // What is put in is never read for gaps itself.
      if (name === 'password') expect(document).toContain('<strong>{x}</strong>')
    }
  })
})

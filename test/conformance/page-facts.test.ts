import {
  CreateIdentityProviderCommand,
  CreateManagedLoginBrandingCommand,
  CreateTermsCommand,
  DescribeUserPoolClientCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
  UpdateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { AddPermissionCommand } from '@aws-sdk/client-lambda'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { FormBrowser } from '../support/form-browser.ts'
import { functionsOf } from '../support/functions.ts'
import { CALLBACK, PlainBrowser, type SignInPlace, signInPlace } from '../support/hosted-pages.ts'
import { PASSWORD, people } from '../support/people.ts'
import { hop, postForm } from '../support/sign-in-steps.ts'

const origin = inject('origin')
const ACCOUNT = '555500000083'
const { cognito, lambda } = awsClients({ origin, account: ACCOUNT })
const functions = functionsOf(lambda, ACCOUNT)
const { user, ...outbox } = people(cognito, origin)

let at: SignInPlace
beforeAll(async () => {
  at = await signInPlace(cognito, origin, { client: { AllowedOAuthFlows: ['code', 'implicit'] } })
  await user(at.UserPoolId, 'ann')
})

/** A browser with the token that its forms need. */
async function shownLogin(where = at) {
  const browser = new PlainBrowser()
  const page = await browser.open(where.page('/login'))
  return { browser, page, csrf: browser.cookies.get('XSRF-TOKEN') ?? '' }
}

describe('the classic form', () => {
  it('has the names of AWS’s, and the token of the cookie (cognito-people 2.3.1)', async () => {
    const { page, csrf } = await shownLogin()
    const [form = '', attributes = ''] = /<form ([^>]*name="cognitoSignInForm"[^>]*)>.*?<\/form>/s.exec(page.html) ?? []
    expect(attributes).toContain('method="POST"')
    const action = /action="([^"]*)"/.exec(attributes)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(action).toBe(`${new URL(at.base).pathname}/login${new URL(at.page('/login')).search}`)
    expect(form).toContain(`<input type="hidden" name="_csrf" value="${csrf}">`)
    expect(form).toContain('<input type="hidden" name="cognitoAsfData" value="">')
    expect(form).toMatch(/<input[^>]*name="username"/)
    expect(form).toMatch(
      /<input[^>]*type="password"[^>]*name="password"|<input[^>]*name="password"[^>]*type="password"/,
    )
    expect(form).toMatch(/<input type="submit" name="signInSubmitButton" value="Sign in"/)
  })

  it('leads to the app by a redirect without a body, whatever threat protection would read (cognito-people 2.3.3, 2.3.6)', async () => {
    const { browser, csrf } = await shownLogin()
    const contextData = JSON.stringify({ contextData: { UserAgent: 'x', DeviceId: 'y' } })
    const cognitoAsfData = Buffer.from(JSON.stringify({ payload: contextData, signature: 's' })).toString('base64')
    const body = new URLSearchParams({ _csrf: csrf, username: 'ann', password: PASSWORD, cognitoAsfData })
    const { status, to, answer, headers } = await hop(at.page('/login'), browser, { method: 'POST', body })
    expect([status, to, headers.get('content-length')]).toEqual([302, CALLBACK, '0'])
    expect([...answer.keys()]).toEqual(['code', 'state'])
    const implicit = at.page('/login', { response_type: 'token' })
    const other = await shownLogin()
    body.set('_csrf', other.csrf)
    const tokens = await hop(implicit, other.browser, { method: 'POST', body })
    expect(tokens.location).toMatch(new RegExp(`^${CALLBACK}#id_token=[^&]+&access_token=[^&]+&token_type=Bearer&`))
  })
})

describe('the page in two steps', () => {
  const choice = {
    managedLogin: true,
    pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD' as const, 'EMAIL_OTP' as const] } } },
    client: { ExplicitAuthFlows: ['ALLOW_USER_AUTH' as const] },
  }

  it('asks for the name, then for the password, also as JSON and with either name of the token (cognito-people 2.4.1, 2.4.2, 2.4.3, 2.4.4, 2.4.5)', async () => {
    const where = await signInPlace(cognito, origin, choice)
    await user(where.UserPoolId, 'ann')
    const { browser, page, csrf } = await shownLogin(where)
    expect(page.html).toMatch(/<form action="[^"]*\/login\?[^"]*" method="POST" name="cognitoSignInForm"/)
    expect(page.html).toMatch(/<input type="submit" name="signInSubmitButton" value="Next"/)
    expect(page.html).not.toContain('name="password"')
    const post = (path: string, form: Record<string, string>) =>
      browser.open(where.page(path), { method: 'POST', body: new URLSearchParams(form) })
    const second = await post('/login', { csrf, username: '"ann"' })
    expect(second.html).toMatch(/<form action="[^"]*\/verifyPassword\?[^"]*"/)
    const wrong = await post('/verifyPassword', { csrf, cognitoAsfData: '', password: '"wrong"' })
    expect([wrong.status, wrong.error]).toEqual([200, 'Incorrect username or password.'])
    const done = await post('/verifyPassword', { csrf, cognitoAsfData: '', password: JSON.stringify(PASSWORD) })
    expect(done.url, done.text).toMatch(new RegExp(`^${CALLBACK}\\?code=[\\w-]+&state=`))
  })

  it('is there where people may choose how to sign in, and nowhere else (cognito-people 2.4.6)', async () => {
    const { page } = await shownLogin(await signInPlace(cognito, origin, { managedLogin: true, pool: choice.pool }))
    expect(page.html).toContain('name="password"')
  })

  it('signs in at once who has confirmed with a code (cognito-people 2.5.7)', async () => {
    const pool = { ...choice.pool, UsernameAttributes: ['email' as const] }
    const where = await signInPlace(cognito, origin, { ...choice, pool })
    const browser = new PlainBrowser()
    const fields = { username: 'new@example.com', password: PASSWORD }
    const confirm = await browser.send(await browser.open(where.page('/signup')), fields)
    const done = await browser.send(confirm, { code: await outbox.lastCode(where.UserPoolId) })
    expect(done.url).toContain(`${CALLBACK}?code=`)
  })

  it('makes a user where nothing is verified, and then shows an error (cognito-people 2.5.5)', async () => {
    const pool = { AutoVerifiedAttributes: undefined }
    const where = await signInPlace(cognito, origin, { managedLogin: true, pool })
    const browser = new PlainBrowser()
    const page = await browser.open(where.page('/signup'))
    const shown = await browser.send(page, { username: 'new', password: PASSWORD })
    expect(shown.status).toBe(400)
    const again = await new PlainBrowser().open(where.page('/signup'))
    expect(again.status).toBe(200)
    const other = new PlainBrowser()
    const taken = await other.send(await other.open(where.page('/signup')), { username: 'new', password: PASSWORD })
    expect(taken.error).toBe('User already exists')
  })
})

it('managed login has no pages for a client without a style, and has them with it (cognito-people 2.5.1, 2.5.2, 14.3) (cognito 3.3.5)', async () => {
  const where = await signInPlace(cognito, origin)
  const named = { UserPoolId: where.UserPoolId, Domain: where.domain, ManagedLoginVersion: 2 }
  await cognito.send(new UpdateUserPoolDomainCommand(named))
  const without = await hop(where.page('/login'))
  const told = expect.stringContaining('Login pages unavailable. Please contact an administrator.')
  expect([without.status, without.text]).toEqual([403, told])
  const style = { UserPoolId: where.UserPoolId, ClientId: where.ClientId, UseCognitoProvidedValues: true }
  await cognito.send(new CreateManagedLoginBrandingCommand(style))
  expect((await hop(where.page('/login'))).text).toContain('name="password"')
})

it('a sign-up links terms once there are both of them (cognito-people 2.5.4)', async () => {
  const where = await signInPlace(cognito, origin, { managedLogin: true })
  const { UserPoolId, ClientId } = where
  const add = (TermsName: string) => {
    const Links = { 'cognito:default': `https://example.com/${TermsName}` }
    const terms = { UserPoolId, ClientId, TermsName, Links, TermsSource: 'LINK', Enforcement: 'NONE' } as const
    return cognito.send(new CreateTermsCommand(terms))
  }
  await add('terms-of-use')
  expect((await hop(where.page('/signup'))).text).not.toContain('https://example.com/')
  await add('privacy-policy')
  const { text } = await hop(where.page('/signup'))
  for (const name of ['terms-of-use', 'privacy-policy']) expect(text).toContain(`href="https://example.com/${name}"`)
})

describe('scripts of other origins', () => {
  it('read no page, and each of three endpoints (cognito-people 2.8.1)', async () => {
    const Origin = 'https://app.example.com'
    for (const path of ['/login', '/oauth2/authorize', '/logout', '/signup']) {
      const { headers } = await hop(at.page(path), undefined, { headers: { Origin } })
      expect([path, headers.get('access-control-allow-origin')]).toEqual([path, null])
    }
    for (const path of ['/oauth2/token', '/oauth2/revoke', '/oauth2/userInfo']) {
      const { headers } = await postForm(at, {}, { path, headers: { Origin } })
      expect([path, headers.get('access-control-allow-origin')]).toEqual([path, '*'])
    }
  })
})

describe('what fails on the way', () => {
  const failing = async (where: SignInPlace, config: (arn: string) => object) => {
    const name = await functions.create(`exports.handler = async () => { throw new Error('not today') }`)
    const grant = { FunctionName: name, StatementId: 'pool', Action: 'lambda:InvokeFunction' }
    await lambda.send(new AddPermissionCommand({ ...grant, Principal: 'cognito-idp.amazonaws.com' }))
    const LambdaConfig = config(functions.arnOf(name))
    await cognito.send(new UpdateUserPoolCommand({ UserPoolId: where.UserPoolId, LambdaConfig }))
  }

  it('is told to the app: a function that would write the tokens of the implicit grant (cognito-people 1.2.16)', async () => {
    const where = await signInPlace(cognito, origin, { client: { AllowedOAuthFlows: ['implicit'] } })
    await user(where.UserPoolId, 'ann')
    await failing(where, (PreTokenGeneration) => ({ PreTokenGeneration }))
    const { browser, csrf } = await shownLogin(where)
    const body = new URLSearchParams({ _csrf: csrf, username: 'ann', password: PASSWORD })
    const { to, location, answer } = await hop(where.page('/login', { response_type: 'token' }), browser, {
      method: 'POST',
      body,
    })
    expect(to).toBe(CALLBACK)
    expect(location).toContain(
      '#error=invalid_request&error_description=PreTokenGeneration+failed+with+error+not+today.&state=',
    )
    expect(answer.get('state')).toBeTruthy()
  })

  it('is told to the app: a function that keeps somebody of a provider out (cognito-people 1.2.16)', async () => {
    const away = await signInPlace(cognito, origin)
    const callback = `${away.base}/oauth2/idpresponse`
    const theirs = await signInPlace(cognito, origin, { callback, client: { GenerateSecret: true } })
    await user(theirs.UserPoolId, 'ann')
    const document = await fetch(`${origin}/${theirs.UserPoolId}/.well-known/openid-configuration`)
    const { issuer } = (await document.json()) as { issuer: string }
    const theirClient = { UserPoolId: theirs.UserPoolId, ClientId: theirs.ClientId }
    const { UserPoolClient } = await cognito.send(new DescribeUserPoolClientCommand(theirClient))
    await failing(away, (PreSignUp) => ({ PreSignUp }))
    await cognito.send(
      new CreateIdentityProviderCommand({
        UserPoolId: away.UserPoolId,
        ProviderName: 'Home',
        ProviderType: 'OIDC',
        ProviderDetails: {
          client_id: theirs.ClientId,
          client_secret: UserPoolClient?.ClientSecret ?? '',
          attributes_request_method: 'GET',
          oidc_issuer: issuer,
          authorize_scopes: 'openid email',
        },
      }),
    )
    await cognito.send(
      new UpdateUserPoolClientCommand({
        UserPoolId: away.UserPoolId,
        ClientId: away.ClientId,
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid'],
        CallbackURLs: [CALLBACK],
        SupportedIdentityProviders: ['Home'],
      }),
    )
    const browser = new FormBrowser({ [theirs.domain]: theirs.base })
    const login = await browser.open(away.page('/oauth2/authorize', { identity_provider: 'Home' }))
    const { url } = await browser.submit(login, { username: 'ann', password: PASSWORD })
    expect(url.href).toContain('error=invalid_request&error_description=PreSignUp+failed+with+error+not+today.')
  })

  it('is told on the error page: a browser that comes back with an unknown state (cognito 3.2h) (cognito-people 12.2.4)', async () => {
    const { location } = await hop(`${at.base}/oauth2/idpresponse?code=c&state=made-up`)
    expect(location).toBe(`${new URL(at.base).pathname}/error?error=Invalid%20state`)
  })
})

import { afterEach, describe, expect, test } from 'vitest'
import { startCognito, type TestCognito } from '../cognito.harness.ts'
import { answerIn, locationOf } from '../hosted/browser.harness.ts'
import { claimsIn, signInApp } from '../hosted/sign-in-app.harness.ts'
import type { TriggerName } from '../triggers/run-trigger.ts'
import { type Handler, lambdaConfig, playedFunctions, refused, throwing } from '../triggers/triggers.harness.ts'
import { ISSUER, testProvider } from './provider.harness.ts'

const DETAILS = {
  client_id: 'our-client',
  client_secret: 'our-secret',
  attributes_request_method: 'GET',
  oidc_issuer: ISSUER,
  authorize_scopes: 'openid email',
}

let cognito: TestCognito
afterEach(() => cognito.close())

/** A pool with functions and a provider, and how somebody signs in through it. */
async function start(triggers: { readonly [name in TriggerName]?: Handler }) {
  const { invoke, events } = playedFunctions(triggers)
  const provider = testProvider(() => Math.floor(cognito.clock.now() / 1000))
  provider.userInfo = { email: 'anna@example.com' }
  cognito = await startCognito({ http: () => provider.http(), functions: { invoke } })
  const app = await signInApp(cognito)
  const { UserPoolId } = app
  await cognito.call('CreateIdentityProvider', {
    UserPoolId,
    ProviderName: 'Corp',
    ProviderType: 'OIDC',
    ProviderDetails: DETAILS,
    AttributeMapping: { email: 'email' },
  })
  const { clientId } = await app.addClient({ SupportedIdentityProviders: ['COGNITO', 'Corp'] })
  const LambdaConfig = lambdaConfig(Object.keys(triggers) as TriggerName[])
  await cognito.call('UpdateUserPool', { UserPoolId, LambdaConfig })
  return {
    ...app,
    clientId,
    events,
    provider,
    /** The attributes of whoever comes from the provider. */
    async anna() {
      const { UserAttributes = [] } = await cognito.call('AdminGetUser', { UserPoolId, Username: 'Corp_anna' })
      return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]))
    },
    sources: () => events.splice(0).map(({ triggerSource }) => triggerSource),
    async signInAtCorp() {
      const browser = app.browser()
      const query = app.query({ client_id: clientId, identity_provider: 'Corp' })
      const there = new URL(locationOf(await browser.get('/oauth2/authorize', query)))
      provider.nonce = there.searchParams.get('nonce') ?? ''
      const state = there.searchParams.get('state') ?? ''
      return answerIn(await browser.get('/oauth2/idpresponse', { code: 'c', state }))
    },
  }
}

const NOTHING = () => ({})

describe('functions of a pool, for people of a provider', () => {
  test('are told of the first sign-in as of a sign-up, of the next as of a sign-in, and of tokens each time', async () => {
    const app = await start({
      PreSignUp: NOTHING,
      PostConfirmation: NOTHING,
      PreAuthentication: NOTHING,
      PostAuthentication: NOTHING,
      PreTokenGeneration: NOTHING,
    })
    const token = async () => {
      const code = (await app.signInAtCorp()).get('code') ?? ''
      return claimsIn((await app.codeGrant(code, { client_id: app.clientId })).body.id_token)
    }
    expect((await token())['cognito:username']).toBe('Corp_anna')
    expect(app.events[0]).toMatchObject({
      triggerSource: 'PreSignUp_ExternalProvider',
      userName: 'Corp_anna',
      callerContext: { clientId: app.clientId },
      request: { userAttributes: { email: 'anna@example.com' } },
    })
    expect(app.sources()).toEqual([
      'PreSignUp_ExternalProvider',
      'PostConfirmation_ConfirmSignUp',
      'TokenGeneration_HostedAuth',
    ])
    await token()
    expect(app.sources()).toEqual(['PostAuthentication_Authentication', 'TokenGeneration_HostedAuth'])
  })

  test('may vouch for an address', async () => {
    const app = await start({ PreSignUp: () => ({ autoVerifyEmail: true }) })
    await app.signInAtCorp()
    const { UserAttributes = [] } = await cognito.call('AdminGetUser', {
      UserPoolId: app.UserPoolId,
      Username: 'Corp_anna',
    })
    expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' })
  })

  test('may refuse a newcomer, of whom nothing is left', async () => {
    const app = await start({ PreSignUp: throwing('not you') })
    expect((await app.signInAtCorp()).get('error_description')).toBe('PreSignUp failed with error not you.')
    const { Users = [] } = await cognito.call('ListUsers', { UserPoolId: app.UserPoolId })
    expect(Users.map(({ Username }) => Username)).toEqual(['ada'])
  })

  test('may link somebody, who then signs in as who they are here', async () => {
    const app = await start({ PreSignUp: NOTHING, PostAuthentication: NOTHING })
    await cognito.call('AdminLinkProviderForUser', {
      UserPoolId: app.UserPoolId,
      DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: 'ada' },
      SourceUser: { ProviderName: 'Corp', ProviderAttributeName: 'Cognito_Subject', ProviderAttributeValue: 'anna' },
    })
    await app.signInAtCorp()
    expect(app.events.map(({ triggerSource, userName }) => [triggerSource, userName])).toEqual([
      ['PostAuthentication_Authentication', 'ada'],
    ])
  })
})

describe('InboundFederation', () => {
  const eachTime = { PreSignUp: NOTHING, PostConfirmation: NOTHING, PostAuthentication: NOTHING }

  test('is asked each time, first of all functions, with what the provider has said in texts', async () => {
    const app = await start({ ...eachTime, InboundFederation: NOTHING })
    app.provider.claims = { email_verified: true, groups: ['a', 'b c'], address: { country: 'NL' } }
    await app.signInAtCorp()
    const [{ request, ...event } = { request: {} }] = app.events
    expect(event).toMatchObject({
      version: '1',
      triggerSource: 'InboundFederation_ExternalProvider',
      userName: 'Corp_anna',
      callerContext: { clientId: app.clientId },
      response: { userAttributesToMap: {} },
    })
    expect(request).toEqual({
      providerName: 'Corp',
      providerType: 'OIDC',
      attributes: {
        tokenResponse: { id_token: expect.any(String), access_token: 'opaque', token_type: 'Bearer' },
        idToken: expect.objectContaining({
          sub: 'anna',
          exp: expect.stringMatching(/^[0-9]+$/),
          email_verified: 'true',
          groups: '[a, b+c]',
          address: '{"country":"NL"}',
        }),
        userInfo: { sub: 'anna', email: 'anna@example.com' },
      },
    })
    const first = ['InboundFederation_ExternalProvider', 'PreSignUp_ExternalProvider', 'PostConfirmation_ConfirmSignUp']
    expect(app.sources()).toEqual(first)
    await app.signInAtCorp()
    expect(app.sources()).toEqual(['InboundFederation_ExternalProvider', 'PostAuthentication_Authentication'])
  })

  test('changes claims before they are mapped, and leaves out what it does not give back', async () => {
    const app = await start({ InboundFederation: () => ({ userAttributesToMap: { sub: 'anna', nick: 'ANNA' } }) })
    const { UserPoolId } = app
    const AttributeMapping = { email: 'email', nickname: 'nick' }
    await cognito.call('UpdateIdentityProvider', { UserPoolId, ProviderName: 'Corp', AttributeMapping })
    await app.signInAtCorp()
    const anna = await app.anna()
    expect(anna).toMatchObject({ nickname: 'ANNA' })
    expect(anna).not.toHaveProperty('email')
  })

  test('sets attributes of the pool’s own by their names, where no claim is mapped to them', async () => {
    const made = {
      email: 'x@example.com',
      team: 'red',
      'custom:team': 'blue',
      'custom:unit': 'nine',
      'custom:other': 'o',
    }
    const app = await start({ InboundFederation: () => ({ userAttributesToMap: made }) })
    const { UserPoolId } = app
    const CustomAttributes = ['team', 'unit'].map(
      (Name) => ({ Name, AttributeDataType: 'String', Mutable: true }) as const,
    )
    await cognito.call('AddCustomAttributes', { UserPoolId, CustomAttributes })
    const AttributeMapping = { email: 'email', 'custom:team': 'team' }
    await cognito.call('UpdateIdentityProvider', { UserPoolId, ProviderName: 'Corp', AttributeMapping })
    await app.signInAtCorp()
    const anna = await app.anna()
    expect(anna).toMatchObject({ email: 'x@example.com', 'custom:team': 'red', 'custom:unit': 'nine' })
    expect(anna).not.toHaveProperty(['custom:other'])
  })

  test.each([{}, { userAttributesToMap: {} }, { userAttributesToMap: null }])(
    'changes nothing with %j',
    async (answer) => {
      const app = await start({ InboundFederation: () => answer })
      await app.signInAtCorp()
      expect(await app.anna()).toMatchObject({ email: 'anna@example.com' })
    },
  )

  test.each<[string, Handler, string]>([
    ['throws', throwing('not you'), 'InboundFederation failed with error not you.'],
    ['answers with something else', () => ({ userAttributesToMap: ['a'] }), 'Unrecognizable lambda output'],
    ['is not run', refused('denied'), 'InboundFederation invocation failed due to error AccessDeniedException.'],
  ])('lets nobody in where it %s', async (_, handler, text) => {
    const app = await start({ InboundFederation: handler })
    expect((await app.signInAtCorp()).get('error_description')).toBe(text)
    await expect(app.anna()).rejects.toMatchObject({ code: 'UserNotFoundException' })
  })
})

describe('the sign-in page', () => {
  test('offers the providers of a client beside its own form, and leads to them', async () => {
    const app = await start({})
    const browser = app.browser()
    const query = app.query({ client_id: app.clientId, state: 's' })
    const page = await browser.open(locationOf(await browser.get('/oauth2/authorize', query)))
    const [, href = ''] = /class="btn idpButton-customizable" href="([^"]*)"/.exec(String(page.body)) ?? []
    const [path = '', asked = ''] = href.replaceAll('&amp;', '&').split('?')
    const there = await browser.get(path, Object.fromEntries(new URLSearchParams(asked)))
    expect(locationOf(there)).toContain(`${ISSUER}/authorize?`)
    expect(String(page.body)).toContain('name="password"')
  })

  test('has no form where only providers let people in, also for who sends one', async () => {
    const app = await start({})
    const { UserPoolId, clientId: ClientId } = app
    await cognito.call('CreateIdentityProvider', {
      UserPoolId,
      ProviderName: 'Other',
      ProviderType: 'OIDC',
      ProviderDetails: DETAILS,
    })
    const { clientId } = await app.addClient({ SupportedIdentityProviders: ['Corp', 'Other'] })
    const browser = app.browser()
    const open = (client_id: string) =>
      browser.get('/oauth2/authorize', app.query({ client_id })).then((to) => browser.open(locationOf(to)))
    const page = await open(clientId)
    expect(String(page.body).match(/idpButton-customizable/g)).toHaveLength(2)
    expect(String(page.body)).not.toContain('name="password"')
    const form = await open(ClientId)
    const body = String(form.body).replaceAll(ClientId, clientId)
    const answer = await browser.submit({ ...form, body }, { username: 'ada', password: 'Correct-horse1' })
    expect([answer.status, String(answer.body).includes('name="password"')]).toEqual([200, false])
  })
})

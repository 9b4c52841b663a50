import {
  AdminAddUserToGroupCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminUpdateUserAttributesCommand,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { decodeJwt } from 'jose'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { CALLBACK, PlainBrowser, type SignInPlace, signInPlace } from '../support/hosted-pages.ts'
import { PASSWORD, people, refused } from '../support/people.ts'
import { codeAt, postForm, signInAt } from '../support/sign-in-steps.ts'

const origin = inject('origin')
const { cognito } = awsClients({ origin, account: '555500000082' })
const { client, user } = people(cognito, origin)

let at: SignInPlace
beforeAll(async () => {
  at = await signInPlace(cognito, origin, { client: { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] } })
  await user(at.UserPoolId, 'ann', { email: 'ann@example.com', nickname: 'A' })
})

const redeem = (code: string, more: Record<string, string> = {}, where = at) =>
  postForm(where, { grant_type: 'authorization_code', redirect_uri: CALLBACK, code, ...more })
const refresh = (refresh_token: string, where = at) => postForm(where, { grant_type: 'refresh_token', refresh_token })
const tokens = async (more: Record<string, string> = {}) => (await redeem(await codeAt(at, more))).body

describe('the code grant', () => {
  it('wants of a public client its id, in the body, and gives the members of AWS (cognito 1.1.5, 1.1.12, 1.2.5, 1.2.7) (cognito-people 3.2.1, 16.22)', async () => {
    const { status, text, body } = await redeem(await codeAt(at))
    expect(status).toBe(200)
    expect(text).toMatch(
      /^\{"id_token":"[^"]+","access_token":"[^"]+","refresh_token":"[^"]+","expires_in":3600,"token_type":"Bearer"\}$/,
    )
    expect(body.refresh_token.split('.')).toHaveLength(5)
    expect((await redeem('', {})).text).toBe('{"error":"invalid_request"}')
  })

  it('has no use for a scope in its body, nor for offline_access (cognito-people 3.1.1)', async () => {
    const { body } = await redeem(await codeAt(at, { scope: 'openid email' }), {
      scope: 'openid profile offline_access',
    })
    expect(decodeJwt(body.access_token).scope).toBe('openid email')
    expect(body.refresh_token).toMatch(/^ey/)
  })

  it('gives no ID token without openid, nor does a refresh (cognito-people 3.2.1, 3.2.3)', async () => {
    const named = { UserPoolId: at.UserPoolId, ClientId: at.ClientId }
    const update = (AllowedOAuthScopes: string[]) =>
      cognito.send(
        new UpdateUserPoolClientCommand({
          ...named,
          AllowedOAuthScopes,
          AllowedOAuthFlows: ['code'],
          AllowedOAuthFlowsUserPoolClient: true,
          CallbackURLs: [CALLBACK],
          SupportedIdentityProviders: ['COGNITO'],
          ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
        }),
      )
    await update(['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'])
    const body = await tokens({ scope: 'aws.cognito.signin.user.admin' })
    expect(Object.keys(body)).toEqual(['access_token', 'refresh_token', 'expires_in', 'token_type'])
    const { text } = await refresh(body.refresh_token)
    expect(Object.keys(JSON.parse(text) as object)).toEqual(['access_token', 'expires_in', 'token_type'])
  })

  it('gives ID tokens of openid alone all that the client may read, and vouches for the access token (cognito-people 16.4, 16.5)', async () => {
    const { id_token, access_token } = await tokens({ scope: 'openid' })
    const id = decodeJwt(id_token)
    expect(id).toMatchObject({ email: 'ann@example.com', nickname: expect.any(String), event_id: expect.any(String) })
    expect(decodeJwt(access_token).event_id).toBe(id.event_id)
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(access_token))
    expect(id.at_hash).toBe(Buffer.from(digest).subarray(0, 16).toString('base64url'))
    expect(Object.keys(id)[0]).toBe('at_hash')
    const narrow = decodeJwt((await tokens({ scope: 'openid email' })).id_token)
    expect(narrow).toMatchObject({ email: 'ann@example.com' })
    expect(narrow).not.toHaveProperty('nickname')
  })
})

it('the code grant is for clients that may read what their scopes cover (cognito 1.4s)', async () => {
  const narrow = async (ReadAttributes: string[]) => {
    const { UserPoolClient } = await cognito.send(
      new CreateUserPoolClientCommand({
        ...{ UserPoolId: at.UserPoolId, ClientName: 'narrow', ReadAttributes, CallbackURLs: [CALLBACK] },
        ...{ AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: ['code'] },
        ...{ AllowedOAuthScopes: ['openid', 'email'], SupportedIdentityProviders: ['COGNITO'] },
      }),
    )
    const ClientId = UserPoolClient?.ClientId ?? ''
    const where = {
      ...at,
      ClientId,
      page: (path: string, more = {}) => at.page(path, { client_id: ClientId, ...more }),
    }
    const code = async (scope: string) => redeem(await codeAt(where, { scope }), {}, where)
    return { all: await code('openid email'), alone: await code('openid') }
  }
  const half = await narrow(['email'])
  expect(half.all).toMatchObject({ status: 400, text: '{"error":"invalid_grant"}' })
  expect(half.alone.status).toBe(200)
  expect((await narrow(['email', 'email_verified'])).all.status).toBe(200)
})

describe('the refresh grant', () => {
  it('is refused for what is missing, for tokens that are no good, and for users who are gone (cognito-people 3.3)', async () => {
    const invalid = { status: 400, text: '{"error":"invalid_grant"}' }
    expect(await postForm(at, { grant_type: 'refresh_token' })).toMatchObject({
      status: 400,
      text: '{"error":"invalid_request"}',
    })
    expect(await refresh('garbage')).toMatchObject(invalid)
    const other = await client(at.UserPoolId, { SupportedIdentityProviders: ['COGNITO'] })
    const { refresh_token, access_token } = await tokens()
    expect(await refresh(refresh_token, { ...at, ...other })).toMatchObject(invalid)
    // Another scope changes nothing.
    const scoped = await postForm(at, { grant_type: 'refresh_token', refresh_token, scope: 'openid' })
    expect(decodeJwt(scoped.body.access_token).scope).toBe(decodeJwt(access_token).scope)
    await postForm(at, { token: refresh_token }, { path: '/oauth2/revoke' })
    expect(await refresh(refresh_token)).toMatchObject(invalid)

    await user(at.UserPoolId, 'cid')
    const back = await signInAt(at, {}, new PlainBrowser(), 'cid')
    const theirs = (await redeem(back.searchParams.get('code') ?? '')).body.refresh_token
    expect((await refresh(theirs)).status).toBe(200)
    const named = { UserPoolId: at.UserPoolId, Username: 'cid' }
    await cognito.send(new AdminDisableUserCommand(named))
    expect(await refresh(theirs)).toMatchObject(invalid)
    await cognito.send(new AdminDeleteUserCommand(named))
    expect(await refresh(theirs)).toMatchObject(invalid)
  })

  it('is there without ALLOW_REFRESH_TOKEN_AUTH, with members of its own (cognito 1.2.6) (cognito-people 3.2.2, 3.3.1)', async () => {
    const { refresh_token } = await tokens()
    const { status, text } = await refresh(refresh_token)
    expect(status).toBe(200)
    expect(text).toMatch(/^\{"id_token":"[^"]+","access_token":"[^"]+","expires_in":3600,"token_type":"Bearer"\}$/)
    const AuthParameters = { REFRESH_TOKEN: refresh_token }
    const input = { ClientId: at.ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH' as const, AuthParameters }
    expect(await refused(cognito.send(new InitiateAuthCommand(input)))).toContain('InvalidParameterException')
  })

  it('takes tokens of the API, as the API takes those of the pages (cognito-people 3.3.2)', async () => {
    const other = await client(at.UserPoolId, { SupportedIdentityProviders: ['COGNITO'] })
    const AuthParameters = { USERNAME: 'ann', PASSWORD }
    const input = { ClientId: other.ClientId, AuthFlow: 'USER_PASSWORD_AUTH' as const, AuthParameters }
    const { AuthenticationResult } = await cognito.send(new InitiateAuthCommand(input))
    expect((await refresh(AuthenticationResult?.RefreshToken ?? '', { ...at, ...other })).status).toBe(200)

    const both = { ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH' as const] }
    const pages = await signInPlace(cognito, origin, { client: both })
    await user(pages.UserPoolId, 'ann')
    const { body } = await redeem(await codeAt(pages), {}, pages)
    const REFRESH_TOKEN = body.refresh_token
    const again = { ClientId: pages.ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH' as const }
    const sent = await cognito.send(new InitiateAuthCommand({ ...again, AuthParameters: { REFRESH_TOKEN } }))
    expect(decodeJwt(sent.AuthenticationResult?.AccessToken ?? '').scope).toBe('openid email profile')
  })

  it('leaves the session of a browser as it is (cognito-people 3.3.3)', async () => {
    const browser = new PlainBrowser()
    const code = (await signInAt(at, {}, browser)).searchParams.get('code') ?? ''
    const { body } = await redeem(code)
    const { headers } = await refresh(body.refresh_token)
    expect(headers.getSetCookie().filter((line) => line.startsWith('cognito='))).toEqual([])
  })

  it('keeps what the sign-in was, and reads anew who somebody is (cognito-people 3.3.4)', async () => {
    await user(at.UserPoolId, 'ben', { email: 'ben@example.com' })
    const resource = 'https://api.example.com'
    const back = await signInAt(at, { resource, scope: 'openid email' }, new PlainBrowser(), 'ben')
    const { body } = await redeem(back.searchParams.get('code') ?? '')
    const named = { UserPoolId: at.UserPoolId, Username: 'ben' }
    const GroupName = 'readers'
    await cognito.send(new CreateGroupCommand({ UserPoolId: at.UserPoolId, GroupName }))
    await cognito.send(new AdminAddUserToGroupCommand({ ...named, GroupName }))
    const UserAttributes = [{ Name: 'email', Value: 'ben@example.org' }]
    await cognito.send(new AdminUpdateUserAttributesCommand({ ...named, UserAttributes }))
    const next = (await refresh(body.refresh_token)).body
    const [before, after] = [decodeJwt(body.access_token), decodeJwt(next.access_token)]
    const { scope, auth_time, origin_jti, aud } = before
    expect(after).toMatchObject({ scope, auth_time, origin_jti, aud, 'cognito:groups': [GroupName] })
    expect(after.jti).not.toBe(before.jti)
    expect(decodeJwt(next.id_token)).toMatchObject({ email: 'ben@example.org', 'cognito:groups': [GroupName] })
  })
})

describe('refresh tokens that rotate', () => {
  const rotating = async (RetryGracePeriodSeconds: number) => {
    const where = await signInPlace(cognito, origin, {
      client: {
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
        RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds },
      },
    })
    await user(where.UserPoolId, 'ann')
    const { body } = await redeem(await codeAt(where), {}, where)
    return { where, body }
  }

  it('come with each refresh, with ids in the tokens; the old one is good for a grace (cognito 1.2.6, 3.7.3) (cognito-people 3.4.1, 3.4.2, 3.4.5)', async () => {
    const { where, body } = await rotating(60)
    const [first, second] = [await refresh(body.refresh_token, where), await refresh(body.refresh_token, where)]
    expect(Object.keys(first.body).toSorted()).toEqual([
      'access_token',
      'expires_in',
      'id_token',
      'refresh_token',
      'token_type',
    ])
    const all = [body, first.body, second.body]
    expect(new Set(all.map(({ refresh_token }) => refresh_token)).size).toBe(3)
    for (const { id_token, access_token } of all) {
      for (const token of [id_token, access_token]) {
        expect(decodeJwt(token)).toMatchObject({ jti: expect.any(String), origin_jti: expect.any(String) })
      }
    }
    expect((await refresh(first.body.refresh_token, where)).status).toBe(200)
    expect((await refresh(second.body.refresh_token, where)).status).toBe(200)
  })

  it('are refused after it, here and by the API (cognito 3.7.3) (cognito-people 3.4.3)', async () => {
    const { where, body } = await rotating(0)
    const next = await refresh(body.refresh_token, where)
    expect(next.status).toBe(200)
    expect(await refresh(body.refresh_token, where)).toMatchObject({ status: 400, text: '{"error":"invalid_grant"}' })
    const input = { ClientId: where.ClientId, RefreshToken: body.refresh_token }
    expect(await refused(cognito.send(new GetTokensFromRefreshTokenCommand(input)))).toContain(
      'RefreshTokenReuseException',
    )
    expect((await refresh(next.body.refresh_token, where)).status).toBe(200)
  })

  it('are not for clients with ALLOW_REFRESH_TOKEN_AUTH (cognito 3.7.3) (cognito-people 3.4.4)', async () => {
    const both = client(at.UserPoolId, {
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
    })
    expect(await refused(both)).toContain('InvalidParameterException')
  })
})

// Apps of Express, each with another library that signs people in. They say who has signed in at their first page.

import express from 'express'
import { auth as expressOpenidConnect } from 'express-openid-connect'
import session from 'express-session'
import { allowInsecureRequests, discovery } from 'openid-client'
import { Strategy as OpenidClientStrategy } from 'openid-client/passport'
import { Passport } from 'passport'
import PassportOpenidconnect from 'passport-openidconnect'

/** @typedef {{ issuer: string, clientId: string, secret: string, base: string }} Settings `base`: where the app is found. */

const SCOPES = ['openid', 'email']

/** What an app with Passport does, whichever strategy it has. */
function passportApp(strategy, { clientId, base }, metadata) {
  const passport = new Passport()
  passport.use('cognito', strategy)
  passport.serializeUser((user, done) => done(null, user))
  passport.deserializeUser((user, done) => done(null, user))
  const app = express.Router()
  app.use(session({ secret: 'not a secret', resave: false, saveUninitialized: false }))
  app.use(passport.session())
  app.get('/', (request, response) => response.send(request.user ? `${request.user.email} is signed in` : 'nobody'))
  app.get('/login', passport.authenticate('cognito'))
  app.get('/callback', passport.authenticate('cognito', { successRedirect: `${base}/`, failureRedirect: `${base}/no` }))
  app.get('/logout', (request, response, next) => {
    const query = new URLSearchParams({ client_id: clientId, logout_uri: `${base}/` })
    request.logout((error) => (error ? next(error) : response.redirect(`${metadata.end_session_endpoint}?${query}`)))
  })
  return app
}

/** @param {Settings} settings */
async function withOpenidClient(settings) {
  const { issuer, clientId, secret, base } = settings
  const config = await discovery(new URL(issuer), clientId, secret, undefined, { execute: [allowInsecureRequests] })
  const options = { config, scope: SCOPES.join(' '), callbackURL: `${base}/callback` }
  const strategy = new OpenidClientStrategy(options, (tokens, done) => done(null, { email: tokens.claims().email }))
  return passportApp(strategy, settings, config.serverMetadata())
}

/** It asks `userInfo`, too. @param {Settings} settings */
async function withPassportOpenidconnect(settings) {
  const { issuer, clientId, secret, base } = settings
  const metadata = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()
  const options = {
    issuer,
    authorizationURL: metadata.authorization_endpoint,
    tokenURL: metadata.token_endpoint,
    userInfoURL: metadata.userinfo_endpoint,
    clientID: clientId,
    clientSecret: secret,
    callbackURL: `${base}/callback`,
    scope: SCOPES,
    skipUserProfile: false,
  }
  const strategy = new PassportOpenidconnect(options, (_issuer, profile, done) =>
    done(null, { email: profile.emails[0].value }),
  )
  return passportApp(strategy, settings, metadata)
}

/** @param {Settings} settings */
async function withExpressOpenidConnect({ issuer, clientId, secret, base }) {
  const app = express.Router()
  app.use(
    expressOpenidConnect({
      issuerBaseURL: issuer,
      baseURL: base,
      clientID: clientId,
      clientSecret: secret,
      secret: 'a secret of the session, which is long enough',
      authRequired: false,
      authorizationParams: { response_type: 'code', scope: SCOPES.join(' ') },
      idpLogout: true,
      // Cognito knows neither `post_logout_redirect_uri` nor `id_token_hint`.
      logoutParams: { client_id: clientId, logout_uri: `${base}/` },
    }),
  )
  app.get('/', (request, response) =>
    response.send(request.oidc.isAuthenticated() ? `${request.oidc.user.email} is signed in` : 'nobody'),
  )
  return app
}

export const signInApps = {
  'openid-client': withOpenidClient,
  'passport-openidconnect': withPassportOpenidconnect,
  'express-openid-connect': withExpressOpenidConnect,
}

/** Serves what `mount` puts into an app. */
export async function serveApp() {
  const app = express()
  const server = app.listen(0, 'localhost')
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    base: `http://localhost:${server.address().port}`,
    mount: (path, router) => app.use(path, router),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

import { invalidParameter } from '../../errors.ts'
import type { Details, ProviderKind } from './provider-kind.ts'

/** Text observed (aws-amplify/amplify-js#8941). */
function requireClient({ client_id: id, client_secret: secret, authorize_scopes: scopes }: Details): void {
  if (!id || !secret || !scopes) {
    throw invalidParameter('client_id, client_secret and authorize_scopes are all required idp details.')
  }
}

const FACEBOOK_VERSION = 'v2.12'

/*
 * Names, claims and addresses are documented (API reference, CreateIdentityProvider: what a request has, and what
 * DescribeIdentityProvider answers to it).
 */

export const google: ProviderKind = {
  type: 'Google',
  fixedName: 'Google',
  subject: 'sub',
  check: requireClient,
  shown: () => ({
    attributes_url: 'https://people.googleapis.com/v1/people/me?personFields=',
    attributes_url_add_attributes: 'true',
    authorize_url: 'https://accounts.google.com/o/oauth2/v2/auth',
    oidc_issuer: 'https://accounts.google.com',
    token_request_method: 'POST',
    token_url: 'https://www.googleapis.com/oauth2/v4/token',
  }),
}

export const facebook: ProviderKind = {
  type: 'Facebook',
  fixedName: 'Facebook',
  subject: 'id',
  check: requireClient,
  shown: ({ api_version: version = FACEBOOK_VERSION }) => ({
    api_version: version,
    attributes_url: `https://graph.facebook.com/${version}/me?fields=`,
    attributes_url_add_attributes: 'true',
    authorize_url: `https://www.facebook.com/${version}/dialog/oauth`,
    token_request_method: 'GET',
    token_url: `https://graph.facebook.com/${version}/oauth/access_token`,
  }),
}

export const loginWithAmazon: ProviderKind = {
  type: 'LoginWithAmazon',
  fixedName: 'LoginWithAmazon',
  subject: 'user_id',
  check: requireClient,
  shown: () => ({
    attributes_url: 'https://api.amazon.com/user/profile',
    attributes_url_add_attributes: 'false',
    authorize_url: 'https://www.amazon.com/ap/oa',
    token_request_method: 'POST',
    token_url: 'https://api.amazon.com/auth/o2/token',
  }),
}

export const signInWithApple: ProviderKind = {
  type: 'SignInWithApple',
  fixedName: 'SignInWithApple',
  subject: 'sub',
  /** A template may leave the key to be set later; AWS refuses that, in a text that is inferred. */
  check({ client_id: id, team_id: team, key_id: key, private_key: secret, authorize_scopes: scopes }) {
    if (!id || !team || !key || !secret || !scopes) {
      throw invalidParameter(
        'client_id, team_id, key_id, private_key and authorize_scopes are all required idp details.',
      )
    }
  },
  hidden: ['private_key'],
  shown: () => ({
    attributes_url_add_attributes: 'false',
    authorize_url: 'https://appleid.apple.com/auth/authorize',
    oidc_issuer: 'https://appleid.apple.com',
    token_request_method: 'POST',
    token_url: 'https://appleid.apple.com/auth/token',
  }),
}

import { invalidParameter } from '../../errors.ts'
import type { ProviderKind } from './provider-kind.ts'

const ENDPOINTS = ['oidc_issuer', 'authorize_url', 'token_url', 'attributes_url', 'jwks_uri'] as const

/**
 * Which details are required is documented (API reference, CreateIdentityProvider); texts are inferred. AWS reads the
 * issuer's discovery document when a provider is made. Here it is read when somebody signs in: a provider of a test need
 * not run while a stack is deployed, and a step of a deployment calls nobody.
 */
export const oidc: ProviderKind = {
  type: 'OIDC',
  subject: 'sub',
  check(details) {
    const { client_id: id, authorize_scopes: scopes, oidc_issuer: issuer, attributes_request_method: method } = details
    if (!id || !scopes || !issuer || !method) {
      throw invalidParameter(
        'client_id, attributes_request_method, oidc_issuer and authorize_scopes are all required idp details.',
      )
    }
    if (method !== 'GET' && method !== 'POST') {
      throw invalidParameter(`Invalid attributes_request_method ${method}. Valid values are GET and POST.`)
    }
    for (const name of ENDPOINTS) {
      const url = details[name]
      if (url !== undefined && !isWebAddress(url)) throw invalidParameter(`${name} is not a valid URL: ${url}`)
    }
  },
  shown: () => ({ attributes_url_add_attributes: 'false' }),
}

/** AWS wants HTTPS. HTTP is taken too: a provider on one's own machine has no certificate. */
function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}

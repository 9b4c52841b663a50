import { USER_SCOPES } from '../../../oauth/scope.ts'
import { invalidOAuthFlow, invalidParameter, unknownScope } from '../errors.ts'
import type { ClientSettings, UserPoolRecord } from '../records.ts'
import { CLIENT_TOKEN_FLOW, hasClientTokenFlow } from './client-token-flow.ts'
import { accessTokenSeconds, idTokenSeconds, refreshTokenSeconds } from './token-validity.ts'

/** What a client is checked against. */
export interface ClientSurroundings {
  readonly pool: UserPoolRecord
  readonly hasSecret: boolean
  /** Whether a resource server of the pool defines the scope. */
  readonly scopeExists: (scope: string) => boolean
  /** Whether the pool has an identity provider of this name. */
  readonly providerExists: (name: string) => boolean
}

type Rule = (settings: ClientSettings, around: ClientSurroundings) => void

const isMachine = ({ AllowedOAuthFlows }: ClientSettings) => AllowedOAuthFlows?.includes('client_credentials') ?? false
const isForUsers = ({ AllowedOAuthFlows }: ClientSettings) =>
  AllowedOAuthFlows?.some((flow) => flow === 'code' || flow === 'implicit') ?? false

const machineOrUsers: Rule = (settings) => {
  if (isMachine(settings) && isForUsers(settings)) {
    throw invalidOAuthFlow('client_credentials flow can not be selected along with code flow or implicit flow.')
  }
}

const machineHasSecret: Rule = (settings, { hasSecret }) => {
  if (isMachine(settings) && !hasSecret) {
    throw invalidOAuthFlow('client_credentials flow can not be selected if client does not have a client secret.')
  }
}

const flowsAndScopes: Rule = ({ AllowedOAuthFlowsUserPoolClient, AllowedOAuthFlows, AllowedOAuthScopes }) => {
  if (AllowedOAuthFlowsUserPoolClient && !(AllowedOAuthFlows?.length && AllowedOAuthScopes?.length)) {
    throw invalidParameter(
      'AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.',
    )
  }
}

const callbackForUsers: Rule = (settings) => {
  if (settings.AllowedOAuthFlowsUserPoolClient && isForUsers(settings) && !settings.CallbackURLs?.length) {
    throw invalidOAuthFlow('CallbackUrls can not be empty when code flow or implicit flow is selected')
  }
}

const scopes: Rule = (settings, { scopeExists }) => {
  for (const scope of settings.AllowedOAuthScopes ?? []) {
    if (USER_SCOPES.has(scope)) {
      if (isMachine(settings)) throw invalidOAuthFlow(`${scope} is not supported with client_credentials flow`)
    } else if (!scopeExists(scope)) {
      throw unknownScope(scope)
    }
  }
}

const validity: Rule = (settings) => {
  const access = accessTokenSeconds(settings)
  const id = idTokenSeconds(settings)
  const refresh = refreshTokenSeconds(settings)
  const inRange = (value: number) => value >= 300 && value <= 86_400
  if (!inRange(access) || !inRange(id) || refresh < 3600 || refresh > 315_360_000) {
    throw invalidParameter('Invalid range for token validity.')
  }
  if (access > refresh || id > refresh) {
    throw invalidParameter(
      'Access and Id Token expiration times must be less than or equal to refresh token expiration times.',
    )
  }
}

const LOCAL_HTTP = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?([/?]|$)/

const redirects: Rule = ({ CallbackURLs = [], LogoutURLs = [], DefaultRedirectURI }) => {
  const plain = [...CallbackURLs, ...LogoutURLs].find((url) => url.startsWith('http://') && !LOCAL_HTTP.test(url))
  if (plain !== undefined) throw invalidParameter(`${plain} cannot use the HTTP protocol.`)
  const withFragment = CallbackURLs.find((url) => url.includes('#'))
  if (withFragment !== undefined) throw invalidParameter(`${withFragment} cannot use fragment`)
  if (DefaultRedirectURI !== undefined && !CallbackURLs.includes(DefaultRedirectURI)) {
    throw invalidParameter(`The default redirect URI ${DefaultRedirectURI} is not in the callback URIs list.`)
  }
}

/** Besides the pool itself. Text observed (lgallard/terraform-aws-cognito-user-pool#71). */
const identityProviders: Rule = ({ SupportedIdentityProviders }, { pool, providerExists }) => {
  const unknown = SupportedIdentityProviders?.find((name) => name !== 'COGNITO' && !providerExists(name))
  if (unknown !== undefined) {
    throw invalidParameter(`The provider ${unknown} does not exist for User Pool ${pool.id}.`)
  }
}

const UNWRITABLE: ReadonlySet<string> = new Set(['email_verified', 'phone_number_verified', 'sub'])

const attributes: Rule = ({ ReadAttributes, WriteAttributes }, { pool }) => {
  const known = new Set(pool.schema.map(({ Name }) => Name))
  if (ReadAttributes?.some((name) => !known.has(name))) {
    throw invalidParameter('Invalid read attributes specified while creating a client')
  }
  if (WriteAttributes?.some((name) => !known.has(name) || UNWRITABLE.has(name))) {
    throw invalidParameter('Invalid write attributes specified while creating a client')
  }
}

const legacyAuthFlows: Rule = ({ ExplicitAuthFlows = [] }) => {
  const modern = ExplicitAuthFlows.filter((flow) => flow.startsWith('ALLOW_'))
  if (modern.length > 0 && modern.length < ExplicitAuthFlows.length) {
    throw invalidParameter("Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names.")
  }
}

/** Documented (API reference, GetClientToken); the text is inferred. */
const clientTokenFlowAlone: Rule = (settings) => {
  if (hasClientTokenFlow(settings) && settings.ExplicitAuthFlows?.length !== 1) {
    throw invalidParameter(`${CLIENT_TOKEN_FLOW} cannot be used with other auth flows.`)
  }
}

/** Documented; the text is inferred. */
const rotationOrRefreshFlow: Rule = ({ ExplicitAuthFlows, RefreshTokenRotation }) => {
  if (RefreshTokenRotation?.Feature === 'ENABLED' && ExplicitAuthFlows?.includes('ALLOW_REFRESH_TOKEN_AUTH')) {
    throw invalidParameter('ALLOW_REFRESH_TOKEN_AUTH cannot be selected when refresh token rotation is enabled.')
  }
}

const userContextNeedsSecret: Rule = ({ EnablePropagateAdditionalUserContextData }, { hasSecret }) => {
  if (EnablePropagateAdditionalUserContextData && !hasSecret) {
    throw invalidParameter('Client Secret is required to set EnablePropagateAdditionalUserContextData as true')
  }
}

const oneKindOfAnalytics: Rule = ({ AnalyticsConfiguration: analytics }) => {
  if (!analytics) return
  const { ApplicationArn, ApplicationId, RoleArn, ExternalId } = analytics
  const byArn = ApplicationArn !== undefined
  const byId = ApplicationId !== undefined
  const mixed = byArn && (byId || RoleArn !== undefined || ExternalId !== undefined)
  if (mixed || (byId && RoleArn === undefined)) {
    throw invalidParameter(
      'Invalid analytics configuration given, either <application arn> or <application id, role arn, external id> ' +
        'are valid',
    )
  }
}

/** Texts observed on AWS, except where a rule says otherwise; their order is inferred. */
const RULES: readonly Rule[] = [
  machineOrUsers,
  machineHasSecret,
  flowsAndScopes,
  callbackForUsers,
  scopes,
  validity,
  redirects,
  identityProviders,
  attributes,
  legacyAuthFlows,
  clientTokenFlowAlone,
  rotationOrRefreshFlow,
  userContextNeedsSecret,
  oneKindOfAnalytics,
]

/** What AWS refuses although each property is fine on its own. */
export function checkClient(settings: ClientSettings, around: ClientSurroundings): void {
  for (const rule of RULES) rule(settings, around)
}

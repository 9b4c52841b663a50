import type { TokenValidityUnitsType, UpdateUserPoolClientRequest } from '../../../generated/cognito-idp.ts'
import { notEmulated } from '../../../kernel/errors.ts'
import type { ClientSettings } from '../records.ts'

const DEFAULT_REFRESH_VALIDITY = 30

type Requested = Omit<UpdateUserPoolClientRequest, 'UserPoolId' | 'ClientId' | 'ClientName'>

/**
 * A client's settings from a request. An update goes through here as well: what it leaves out returns to the default, as
 * documented. Which defaults AWS returns and which it leaves out is observed (Terraform's acceptance tests).
 */
export function clientSettings(requested: Requested): ClientSettings {
  if (requested.PublishSecretsInAWSSecretsManager) {
    throw notEmulated('Publishing secrets of clients in Secrets Manager (PublishSecretsInAWSSecretsManager)')
  }
  return {
    // Zero stands for the default (documented).
    RefreshTokenValidity: requested.RefreshTokenValidity || DEFAULT_REFRESH_VALIDITY,
    AccessTokenValidity: requested.AccessTokenValidity,
    IdTokenValidity: requested.IdTokenValidity,
    TokenValidityUnits: units(requested.TokenValidityUnits),
    ReadAttributes: distinct(requested.ReadAttributes),
    WriteAttributes: distinct(requested.WriteAttributes),
    ExplicitAuthFlows: distinct(requested.ExplicitAuthFlows),
    SupportedIdentityProviders: distinct(requested.SupportedIdentityProviders),
    CallbackURLs: distinct(requested.CallbackURLs),
    LogoutURLs: distinct(requested.LogoutURLs),
    DefaultRedirectURI: requested.DefaultRedirectURI,
    AllowedOAuthFlows: distinct(requested.AllowedOAuthFlows),
    AllowedOAuthScopes: distinct(requested.AllowedOAuthScopes),
    AllowedOAuthFlowsUserPoolClient: requested.AllowedOAuthFlowsUserPoolClient ?? false,
    AnalyticsConfiguration: requested.AnalyticsConfiguration,
    PreventUserExistenceErrors: requested.PreventUserExistenceErrors,
    EnableTokenRevocation: requested.EnableTokenRevocation ?? true,
    EnablePropagateAdditionalUserContextData: requested.EnablePropagateAdditionalUserContextData ?? false,
    AuthSessionValidity: requested.AuthSessionValidity ?? 3,
    RefreshTokenRotation: requested.RefreshTokenRotation,
  }
}

/** Given one unit, AWS returns all three. */
function units(given: TokenValidityUnitsType | undefined): TokenValidityUnitsType | undefined {
  if (given?.AccessToken === undefined && given?.IdToken === undefined && given?.RefreshToken === undefined) {
    return undefined
  }
  return {
    AccessToken: given.AccessToken ?? 'hours',
    IdToken: given.IdToken ?? 'hours',
    RefreshToken: given.RefreshToken ?? 'days',
  }
}

/** AWS keeps these lists as sets, and an empty one like none. */
function distinct(list: readonly string[] | undefined): readonly string[] | undefined {
  return list?.length ? [...new Set(list)] : undefined
}

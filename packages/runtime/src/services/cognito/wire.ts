import type {
  CustomDomainConfigType,
  DomainDescriptionType,
  GetUserPoolMfaConfigResponse,
  ResourceServerType,
  UserPoolClientType,
  UserPoolDescriptionType,
  UserPoolType,
} from '../../generated/cognito-idp.ts'
import type { Place } from '../../kernel/place.ts'
import type { Vault } from '../../kernel/vault.ts'
import type { ClientRecord, DomainRecord, ResourceServerRecord, UserPoolRecord } from './records.ts'
import { poolArn } from './user-pool/identity.ts'

/*
 * Records as AWS shows them. Members come in the order of AWS's own samples; what is undefined is left out on the wire.
 */

export function poolToWire(pool: UserPoolRecord, place: Place, users = 0): UserPoolType {
  const { settings } = pool
  return {
    Id: pool.id,
    Name: pool.name,
    Policies: settings.Policies,
    DeletionProtection: settings.DeletionProtection,
    LambdaConfig: settings.LambdaConfig,
    LastModifiedDate: new Date(pool.modifiedAt),
    CreationDate: new Date(pool.createdAt),
    SchemaAttributes: pool.schema,
    AutoVerifiedAttributes: settings.AutoVerifiedAttributes,
    AliasAttributes: settings.AliasAttributes,
    UsernameAttributes: settings.UsernameAttributes,
    SmsVerificationMessage: settings.SmsVerificationMessage,
    EmailVerificationMessage: settings.EmailVerificationMessage,
    EmailVerificationSubject: settings.EmailVerificationSubject,
    VerificationMessageTemplate: settings.VerificationMessageTemplate,
    SmsAuthenticationMessage: settings.SmsAuthenticationMessage,
    UserAttributeUpdateSettings: settings.UserAttributeUpdateSettings,
    MfaConfiguration: settings.MfaConfiguration,
    DeviceConfiguration: settings.DeviceConfiguration,
    EstimatedNumberOfUsers: users,
    EmailConfiguration: settings.EmailConfiguration,
    SmsConfiguration: settings.SmsConfiguration,
    UserPoolTags: settings.UserPoolTags,
    Domain: pool.domain,
    CustomDomain: pool.customDomain,
    AdminCreateUserConfig: settings.AdminCreateUserConfig,
    UserPoolAddOns: settings.UserPoolAddOns,
    DcrConfiguration: settings.DcrConfiguration,
    UsernameConfiguration: settings.UsernameConfiguration,
    Arn: poolArn(place, pool.id),
    AccountRecoverySetting: settings.AccountRecoverySetting,
    UserPoolTier: settings.UserPoolTier,
    KeyConfiguration: settings.KeyConfiguration,
    IssuerConfiguration: settings.IssuerConfiguration,
    AcrConfiguration: settings.AcrConfiguration,
  }
}

export function poolSummary(pool: UserPoolRecord): UserPoolDescriptionType {
  return {
    Id: pool.id,
    Name: pool.name,
    LambdaConfig: pool.settings.LambdaConfig,
    LastModifiedDate: new Date(pool.modifiedAt),
    CreationDate: new Date(pool.createdAt),
  }
}

export function mfaToWire({ settings, mfaMethods }: UserPoolRecord): GetUserPoolMfaConfigResponse {
  return { ...mfaMethods, MfaConfiguration: settings.MfaConfiguration }
}

/** Only the original secret is ever shown; once it has been deleted there is none to show. */
export function clientToWire(client: ClientRecord, vault: Vault): UserPoolClientType {
  const original = client.secrets.find((secret) => secret.original)
  return {
    UserPoolId: client.poolId,
    ClientName: client.name,
    ClientId: client.id,
    ClientSecret: original && vault.open(original.sealed),
    LastModifiedDate: new Date(client.modifiedAt),
    CreationDate: new Date(client.createdAt),
    ...client.settings,
    ClientType: 'REGULAR',
  }
}

export function resourceServerToWire(server: ResourceServerRecord): ResourceServerType {
  return { UserPoolId: server.poolId, Identifier: server.identifier, Name: server.name, Scopes: server.scopes }
}

/** Bucket and version are those of AWS's own sample. */
export function domainToWire(record: DomainRecord): DomainDescriptionType {
  return {
    UserPoolId: record.poolId,
    AWSAccountId: record.place.account,
    Domain: record.domain,
    S3Bucket: 'aws-cognito-prod-pdx-assets',
    CloudFrontDistribution: record.cloudFrontDistribution,
    Version: '20190128175402',
    Status: 'ACTIVE',
    // An empty object for a prefix, as in AWS's sample; the generated type knows this shape from requests only.
    CustomDomainConfig: record.customDomainConfig ?? ({} as CustomDomainConfigType),
    ManagedLoginVersion: record.managedLoginVersion ?? 1,
    Routing: record.routing,
  }
}

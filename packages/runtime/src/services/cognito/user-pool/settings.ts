import type {
  AdminCreateUserConfigType,
  CreateUserPoolRequest,
  PasswordPolicyType,
  UpdateUserPoolRequest,
  VerificationMessageTemplateType,
} from '../../../generated/cognito-idp.ts'
import type { UserPoolSettings } from '../records.ts'
import { authenticationLevels } from './authentication-levels.ts'

/** What can be chosen only when a pool is created. */
type Lasting = Pick<CreateUserPoolRequest, 'AliasAttributes' | 'UsernameAttributes' | 'UsernameConfiguration'>

type Requested = Omit<UpdateUserPoolRequest, 'UserPoolId' | 'PoolName'>

/**
 * A pool's settings from a request. An update goes through here as well: what it leaves out returns to the default, as
 * documented. (Others have measured that AWS keeps some settings that an update leaves out, among them `Policies`,
 * `UserPoolTags`, `UserPoolTier` and the configurations of email, SMS and MFA: go-to-k/cdkd#4066.) The defaults are
 * those of a pool that AWS made from a name alone, as Terraform's acceptance tests see it.
 */
export function poolSettings(requested: Requested, lasting: Lasting): UserPoolSettings {
  const template = verificationTemplate(requested)
  return {
    Policies: {
      PasswordPolicy: passwordPolicy(requested.Policies?.PasswordPolicy),
      SignInPolicy: requested.Policies?.SignInPolicy ?? { AllowedFirstAuthFactors: ['PASSWORD'] },
    },
    DeletionProtection: requested.DeletionProtection ?? 'INACTIVE',
    LambdaConfig: requested.LambdaConfig ?? {},
    AutoVerifiedAttributes: requested.AutoVerifiedAttributes,
    AliasAttributes: lasting.AliasAttributes,
    UsernameAttributes: lasting.UsernameAttributes,
    SmsVerificationMessage: requested.SmsVerificationMessage ?? template.SmsMessage,
    EmailVerificationMessage: requested.EmailVerificationMessage ?? template.EmailMessage,
    EmailVerificationSubject: requested.EmailVerificationSubject ?? template.EmailSubject,
    VerificationMessageTemplate: template,
    SmsAuthenticationMessage: requested.SmsAuthenticationMessage,
    UserAttributeUpdateSettings: requested.UserAttributeUpdateSettings ?? {
      AttributesRequireVerificationBeforeUpdate: [],
    },
    MfaConfiguration: requested.MfaConfiguration ?? 'OFF',
    DeviceConfiguration: requested.DeviceConfiguration,
    EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT', ...requested.EmailConfiguration },
    SmsConfiguration: requested.SmsConfiguration,
    UserPoolTags: requested.UserPoolTags ?? {},
    AdminCreateUserConfig: adminCreateUser(requested),
    UserPoolAddOns: requested.UserPoolAddOns,
    DcrConfiguration: requested.DcrConfiguration,
    UsernameConfiguration: lasting.UsernameConfiguration,
    AccountRecoverySetting: requested.AccountRecoverySetting ?? {
      RecoveryMechanisms: [
        { Priority: 1, Name: 'verified_email' },
        { Priority: 2, Name: 'verified_phone_number' },
      ],
    },
    UserPoolTier: requested.UserPoolTier ?? (usesThreatProtection(requested) ? 'PLUS' : 'ESSENTIALS'),
    KeyConfiguration: requested.KeyConfiguration,
    IssuerConfiguration: requested.IssuerConfiguration,
    AcrConfiguration: authenticationLevels(requested.AcrConfiguration),
  }
}

/** Threat protection makes a pool one of the PLUS tier (documented). */
export function usesThreatProtection({ UserPoolAddOns }: Pick<Requested, 'UserPoolAddOns'>): boolean {
  return UserPoolAddOns?.AdvancedSecurityMode === 'AUDIT' || UserPoolAddOns?.AdvancedSecurityMode === 'ENFORCED'
}

/** A policy given in part asks for nothing that it does not name (inferred); none at all asks for everything. */
function passwordPolicy(given: PasswordPolicyType | undefined): PasswordPolicyType {
  const byDefault = given === undefined
  return {
    MinimumLength: given?.MinimumLength ?? 8,
    RequireUppercase: given?.RequireUppercase ?? byDefault,
    RequireLowercase: given?.RequireLowercase ?? byDefault,
    RequireNumbers: given?.RequireNumbers ?? byDefault,
    RequireSymbols: given?.RequireSymbols ?? byDefault,
    PasswordHistorySize: given?.PasswordHistorySize,
    TemporaryPasswordValidityDays: given?.TemporaryPasswordValidityDays ?? 7,
  }
}

/** Messages may be given in the template or beside it; AWS shows them in both places. */
function verificationTemplate(requested: Requested): VerificationMessageTemplateType {
  const given = requested.VerificationMessageTemplate
  return {
    SmsMessage: given?.SmsMessage ?? requested.SmsVerificationMessage,
    EmailMessage: given?.EmailMessage ?? requested.EmailVerificationMessage,
    EmailSubject: given?.EmailSubject ?? requested.EmailVerificationSubject,
    EmailMessageByLink: given?.EmailMessageByLink,
    EmailSubjectByLink: given?.EmailSubjectByLink,
    DefaultEmailOption: given?.DefaultEmailOption ?? 'CONFIRM_WITH_CODE',
  }
}

/** The days of an unused account are the older name of the temporary password's. */
function adminCreateUser({ AdminCreateUserConfig: given, Policies }: Requested): AdminCreateUserConfigType {
  return {
    AllowAdminCreateUserOnly: given?.AllowAdminCreateUserOnly ?? false,
    UnusedAccountValidityDays:
      given?.UnusedAccountValidityDays ?? Policies?.PasswordPolicy?.TemporaryPasswordValidityDays ?? 7,
    InviteMessageTemplate: given?.InviteMessageTemplate,
  }
}

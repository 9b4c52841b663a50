import { parseArn } from '../../../kernel/arn.ts'
import type { Place } from '../../../kernel/place.ts'
import { invalidParameter } from '../errors.ts'
import type { UserPoolSettings } from '../records.ts'

type Rule = (requested: UserPoolSettings, place: Place) => void

const aliasesOrUsernames: Rule = ({ AliasAttributes, UsernameAttributes }) => {
  if (AliasAttributes?.length && UsernameAttributes?.length) {
    throw invalidParameter('Only one of the aliasAttributes or usernameAttributes can be set in a User pool.')
  }
}

const smsForMfa: Rule = ({ MfaConfiguration, SmsConfiguration }) => {
  if ((MfaConfiguration === 'ON' || MfaConfiguration === 'OPTIONAL') && !SmsConfiguration) {
    throw invalidParameter(
      'SMS configuration and Auto verification for phone_number are required when MFA is required/optional',
    )
  }
}

const smsForPhoneNumbers: Rule = ({ AutoVerifiedAttributes, SmsConfiguration }) => {
  if (AutoVerifiedAttributes?.includes('phone_number') && !SmsConfiguration) {
    throw invalidParameter('SMS configuration is required when phone_number is selected for auto verification')
  }
}

const verifiedBeforeUpdate: Rule = ({ AutoVerifiedAttributes, UserAttributeUpdateSettings }) => {
  const attributes = UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? []
  if (attributes.some((name) => !AutoVerifiedAttributes?.includes(name))) {
    throw invalidParameter(
      'All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes',
    )
  }
}

const passwordIsAFactor: Rule = ({ Policies }) => {
  const factors = Policies?.SignInPolicy?.AllowedFirstAuthFactors
  if (factors && !factors.includes('PASSWORD')) {
    throw invalidParameter('Password should be configured as one of the allowed first auth factors.')
  }
}

const oneTemporaryPasswordSetting: Rule = ({ AdminCreateUserConfig, Policies }) => {
  const days = Policies?.PasswordPolicy?.TemporaryPasswordValidityDays
  if (days !== undefined && AdminCreateUserConfig?.UnusedAccountValidityDays !== undefined) {
    throw invalidParameter(
      'Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays',
    )
  }
}

const senderOfEmail: Rule = ({ EmailConfiguration }) => {
  if (EmailConfiguration?.EmailSendingAccount === 'DEVELOPER' && EmailConfiguration.SourceArn === undefined) {
    throw invalidParameter('Source ARN is required to use DEVELOPER email sending owner')
  }
  if (EmailConfiguration?.EmailSendingAccount === 'COGNITO_DEFAULT' && EmailConfiguration.SourceArn !== undefined) {
    throw invalidParameter('Cognito is not allowed to use your email identity')
  }
}

const recovery: Rule = ({ AccountRecoverySetting }) => {
  const mechanisms = AccountRecoverySetting?.RecoveryMechanisms ?? []
  const distinct = (values: readonly unknown[]) => new Set(values).size === values.length
  if (!distinct(mechanisms.map(({ Priority }) => Priority)) || !distinct(mechanisms.map(({ Name }) => Name))) {
    throw invalidParameter('Account Recovery Setting cannot have duplicate priorities or recovery mechanisms.')
  }
  if (mechanisms.length > 1 && mechanisms.some(({ Name }) => Name === 'admin_only')) {
    throw invalidParameter('Account Recovery Setting cannot use admin_only setting with any other recovery mechanisms.')
  }
}

const keyOfCustomSenders: Rule = ({ LambdaConfig }) => {
  if ((LambdaConfig?.CustomEmailSender || LambdaConfig?.CustomSMSSender) && LambdaConfig.KMSKeyID === undefined) {
    throw invalidParameter('KMSKeyId parameter is required when Custom SMS/Email Lambda trigger is used.')
  }
}

const triggersInRegion: Rule = ({ LambdaConfig: { KMSKeyID, ...triggers } = {} }, { region }) => {
  for (const trigger of Object.values(triggers)) {
    const arn = parseArn(typeof trigger === 'string' ? trigger : (trigger?.LambdaArn ?? ''))
    if (arn && arn.region !== region) throw invalidParameter('Cross-region lambda functions are not supported')
  }
}

const onePreTokenTrigger: Rule = ({ LambdaConfig }) => {
  const { PreTokenGeneration, PreTokenGenerationConfig } = LambdaConfig ?? {}
  if (PreTokenGeneration && PreTokenGenerationConfig && PreTokenGeneration !== PreTokenGenerationConfig.LambdaArn) {
    throw invalidParameter(
      "Cannot use PreTokenGenerationLambda and PreTokenGeneration with different Lambda function ARN's",
    )
  }
}

/** Texts observed on deployments (badmintoncryer/cdk-preflight, rules/cognito); their order is inferred. */
const RULES: readonly Rule[] = [
  aliasesOrUsernames,
  smsForMfa,
  smsForPhoneNumbers,
  verifiedBeforeUpdate,
  passwordIsAFactor,
  oneTemporaryPasswordSetting,
  senderOfEmail,
  recovery,
  keyOfCustomSenders,
  triggersInRegion,
  onePreTokenTrigger,
]

/** What AWS refuses although each property is fine on its own. */
export function checkPool(requested: UserPoolSettings, place: Place): void {
  for (const rule of RULES) rule(requested, place)
}

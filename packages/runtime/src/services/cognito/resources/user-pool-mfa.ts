import type { SetUserPoolMfaConfigRequest, SmsConfigurationType } from '../../../generated/cognito-idp.ts'

/** What templates say of a pool's second factors. */
export interface MfaProperties {
  readonly MfaConfiguration?: string
  readonly EnabledMfas?: readonly string[]
  readonly SmsConfiguration?: SmsConfigurationType
  readonly SmsAuthenticationMessage?: string
  readonly EmailAuthenticationMessage?: string
  readonly EmailAuthenticationSubject?: string
  readonly WebAuthnRelyingPartyID?: string
  readonly WebAuthnUserVerification?: string
  readonly WebAuthnFactorConfiguration?: string
}

type MfaConfig = Omit<SetUserPoolMfaConfigRequest, 'UserPoolId'>

/** The input of SetUserPoolMfaConfig, or nothing if the template has nothing that needs it. */
export function mfaConfig(properties: MfaProperties): MfaConfig | undefined {
  const email = emailFactor(properties)
  const webAuthn = webAuthnFactor(properties)
  if (!properties.EnabledMfas?.length && !email && !webAuthn) return undefined
  const enabled = new Set(properties.EnabledMfas)
  const { MfaConfiguration, SmsConfiguration, SmsAuthenticationMessage } = properties
  return {
    MfaConfiguration: MfaConfiguration ?? 'OFF',
    ...(enabled.has('SMS_MFA') && { SmsMfaConfiguration: { SmsAuthenticationMessage, SmsConfiguration } }),
    ...(enabled.has('SOFTWARE_TOKEN_MFA') && { SoftwareTokenMfaConfiguration: { Enabled: true } }),
    ...(email && { EmailMfaConfiguration: email }),
    ...(webAuthn && { WebAuthnConfiguration: webAuthn }),
  }
}

/**
 * For a template that names factors no longer: what they were has to go, and without factors MFA means SMS, as it does
 * where there never were any.
 */
export function mfaWithoutFactors(properties: MfaProperties): MfaConfig {
  const { MfaConfiguration = 'OFF', SmsConfiguration, SmsAuthenticationMessage } = properties
  if (MfaConfiguration === 'OFF') return { MfaConfiguration }
  return { MfaConfiguration, SmsMfaConfiguration: { SmsAuthenticationMessage, SmsConfiguration } }
}

function emailFactor(properties: MfaProperties): MfaConfig['EmailMfaConfiguration'] {
  const { EmailAuthenticationMessage: Message, EmailAuthenticationSubject: Subject, EnabledMfas } = properties
  if (Message === undefined && Subject === undefined && !EnabledMfas?.includes('EMAIL_OTP')) return undefined
  return { Message, Subject }
}

function webAuthnFactor(properties: MfaProperties): MfaConfig['WebAuthnConfiguration'] {
  const RelyingPartyId = properties.WebAuthnRelyingPartyID
  const UserVerification = properties.WebAuthnUserVerification
  const FactorConfiguration = properties.WebAuthnFactorConfiguration
  if (RelyingPartyId === undefined && UserVerification === undefined && FactorConfiguration === undefined) {
    return undefined
  }
  return { RelyingPartyId, UserVerification, FactorConfiguration }
}

import type { CreateUserPoolRequest } from '../../../generated/cognito-idp.ts'
import type { CognitoUserPool } from '../../../generated/resource-properties.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import type { Place } from '../../../kernel/place.ts'
import type { InstantType, ResourceInstance } from '../../../kernel/resource-type.ts'
import type { KeyPairSource } from '../keys/key-pair-source.ts'
import { poolArn } from '../user-pool/identity.ts'
import { checkLasting, newAttributes } from './user-pool-changes.ts'
import { mfaConfig, mfaWithoutFactors } from './user-pool-mfa.ts'

/** One signs access tokens, the other id tokens. */
const KEY_PAIRS = 2

/** `AWS::Cognito::UserPool`. Made and changed by the API's own operations; MFA has one of its own. */
export function userPoolType({
  issuerOf,
  keyPairs,
}: {
  readonly issuerOf: (place: Place, poolId: string) => string
  readonly keyPairs: Pick<KeyPairSource, 'ready'>
}): InstantType {
  const instance = (place: Place, id: string): ResourceInstance => {
    const issuer = issuerOf(place, id)
    return {
      physicalId: id,
      attributes: {
        Arn: poolArn(place, id),
        ProviderName: issuer.replace(/^https?:\/\//, ''),
        ProviderURL: issuer,
        UserPoolId: id,
      },
    }
  }
  return instantType({
    type: 'AWS::Cognito::UserPool',
    properties: {
      AccountRecoverySetting: 'emulated',
      AdminCreateUserConfig: 'emulated',
      AliasAttributes: 'emulated',
      AutoVerifiedAttributes: 'emulated',
      DeletionProtection: 'emulated',
      DeviceConfiguration: 'emulated',
      EmailAuthenticationMessage: 'emulated',
      EmailAuthenticationSubject: 'emulated',
      EmailConfiguration: 'recorded',
      EmailVerificationMessage: 'emulated',
      EmailVerificationSubject: 'emulated',
      EnabledMfas: 'emulated',
      IssuerConfiguration: 'emulated',
      KeyConfiguration: 'recorded',
      LambdaConfig: 'emulated',
      MfaConfiguration: 'emulated',
      Policies: 'emulated',
      Schema: 'emulated',
      SmsAuthenticationMessage: 'emulated',
      SmsConfiguration: 'recorded',
      SmsVerificationMessage: 'emulated',
      UserAttributeUpdateSettings: 'emulated',
      UserPoolAddOns: 'recorded',
      UserPoolName: 'emulated',
      UserPoolTags: 'emulated',
      UserPoolTier: 'emulated',
      UsernameAttributes: 'emulated',
      UsernameConfiguration: 'emulated',
      VerificationMessageTemplate: 'emulated',
      WebAuthnFactorConfiguration: 'recorded',
      WebAuthnRelyingPartyID: 'recorded',
      WebAuthnUserVerification: 'recorded',
    },

    prepare: () => keyPairs.ready(KEY_PAIRS),

    async create(properties, request) {
      const { UserPoolName, settings, mfa } = read(properties)
      const PoolName = UserPoolName ?? request.generateName({ maxLength: 128 })
      const { UserPool } = await request.call('cognito-idp', 'CreateUserPool', { PoolName, ...settings })
      const UserPoolId = UserPool?.Id ?? ''
      if (mfa) await request.call('cognito-idp', 'SetUserPoolMfaConfig', { UserPoolId, ...mfa })
      return instance(request.place, UserPoolId)
    },

    async update(properties, previous, request) {
      const { UserPoolName, settings, mfa } = read(properties)
      const old = read(previous.properties)
      const UserPoolId = previous.physicalId
      checkLasting(old.settings, settings)
      const CustomAttributes = newAttributes(old.settings.Schema, settings.Schema)
      const { AliasAttributes, UsernameAttributes, UsernameConfiguration, Schema, ...changeable } = settings
      const PoolName = UserPoolName
      await request.call('cognito-idp', 'UpdateUserPool', { UserPoolId, PoolName, ...changeable })
      if (CustomAttributes.length > 0) {
        await request.call('cognito-idp', 'AddCustomAttributes', { UserPoolId, CustomAttributes })
      }
      const factors = mfa ?? (old.mfa && mfaWithoutFactors(settings))
      if (factors) await request.call('cognito-idp', 'SetUserPoolMfaConfig', { UserPoolId, ...factors })
      return instance(request.place, UserPoolId)
    },

    async remove(previous, request) {
      await ignoring(
        'ResourceNotFoundException',
        request.call('cognito-idp', 'DeleteUserPool', { UserPoolId: previous.physicalId }),
      )
    },
  })
}

type PoolSettings = Omit<CreateUserPoolRequest, 'PoolName'>

/**
 * Tells apart what goes to the pool's operations and what to the one for MFA. What the schema calls optional and the
 * operations do not, they refuse when it is missing.
 */
function read(properties: CognitoUserPool) {
  const {
    UserPoolName,
    EnabledMfas,
    EmailAuthenticationMessage,
    EmailAuthenticationSubject,
    WebAuthnRelyingPartyID,
    WebAuthnUserVerification,
    WebAuthnFactorConfiguration,
    MfaConfiguration,
    ...others
  } = properties
  const settings = withMutability(others as PoolSettings)
  const mfa = mfaConfig(properties)
  // Without factors of its own, MFA means SMS and is checked with the pool.
  return { UserPoolName, settings: mfa ? settings : { ...settings, MfaConfiguration }, mfa }
}

/**
 * What a template lists of attributes cannot be changed later unless it says so, standard or not; the API by itself has it
 * the other way round (observed: aws/aws-cdk#8624, aws/aws-cdk#7011).
 */
function withMutability({ Schema, ...settings }: PoolSettings): PoolSettings {
  if (!Schema) return settings
  return { ...settings, Schema: Schema.map((attribute) => ({ ...attribute, Mutable: attribute.Mutable ?? false })) }
}

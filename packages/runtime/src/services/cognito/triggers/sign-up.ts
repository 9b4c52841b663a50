import type { AttributeType } from '../../../generated/cognito-idp.ts'
import { attributesOf, verifiedFlag } from '../users/attributes.ts'
import type { UserAttributes, UserRecord } from '../users/records.ts'
import { flag } from './read-response.ts'
import { unrecognizable } from './run-trigger.ts'
import { ask, clientMetadata, eventAttributes, type TriggerScene } from './scene.ts'

/** What a function has decided about somebody who is to be written down. */
export interface SignUpVerdict {
  readonly confirms: boolean
  /** Flags of attributes that count as verified. */
  readonly verified: UserAttributes
}

const NO_VERDICT: SignUpVerdict = { confirms: false, verified: {} }

export interface Newcomer {
  readonly userName: string
  readonly attributes: UserAttributes
  readonly validationData?: readonly AttributeType[] | undefined
}

/**
 * `PreSignUp`: before anything is written. Its flags do not count for users whom an administrator makes (documented). One
 * for an attribute that there is none of is an error (documented; which one is inferred).
 */
export async function preSignUp(
  scene: TriggerScene,
  source: 'SignUp' | 'AdminCreateUser' | 'ExternalProvider',
  { userName, attributes, validationData }: Newcomer,
): Promise<SignUpVerdict> {
  const response = await ask(scene, 'PreSignUp', {
    source: `PreSignUp_${source}`,
    userName,
    request: {
      userAttributes: attributes,
      validationData: validationData ? attributesOf(validationData) : null,
      ...clientMetadata(scene),
    },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  })
  if (!response) return NO_VERDICT
  const confirms = flag(response.autoConfirmUser)
  const wanted = { email: flag(response.autoVerifyEmail), phone_number: flag(response.autoVerifyPhone) }
  if (source === 'AdminCreateUser') return NO_VERDICT
  const names = (['email', 'phone_number'] as const).filter((name) => wanted[name])
  if (names.some((name) => !attributes[name])) throw unrecognizable()
  return { confirms, verified: Object.fromEntries(names.map((name) => [verifiedFlag(name), 'true'])) }
}

/** `PostConfirmation`: what has happened stands, also where the function fails and the call is refused (observed). */
export async function postConfirmation(
  scene: TriggerScene,
  source: 'ConfirmSignUp' | 'ConfirmForgotPassword',
  user: UserRecord,
): Promise<void> {
  await ask(scene, 'PostConfirmation', {
    source: `PostConfirmation_${source}`,
    userName: user.username,
    request: { userAttributes: eventAttributes(user), ...clientMetadata(scene) },
    response: {},
  })
}

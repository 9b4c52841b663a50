import type { Challenge } from './challenge.ts'
import { emailOtp, smsMfa, smsOtp } from './codes.ts'
import { customChallenge } from './custom.ts'
import { devicePasswordVerifier, deviceSrpAuth } from './device.ts'
import { mfaSetup, selectMfaType } from './mfa-choice.ts'
import { newPasswordRequired } from './new-password.ts'
import { passwordVerifier } from './password-verifier.ts'
import { passwordChallenge, selectChallenge } from './select.ts'
import { softwareTokenMfa } from './software-token.ts'

export const challenges: readonly Challenge[] = [
  customChallenge,
  devicePasswordVerifier,
  deviceSrpAuth,
  emailOtp,
  mfaSetup,
  newPasswordRequired,
  passwordChallenge,
  passwordVerifier,
  selectChallenge,
  selectMfaType,
  smsMfa,
  smsOtp,
  softwareTokenMfa,
]

import { adminDeleteSoftwareToken } from './admin-software-token.ts'
import { adminGetUserAuthFactors, getUserAuthFactors } from './auth-factors.ts'
import { adminSetUserMfaPreference, setUserMfaPreference } from './mfa-preference.ts'
import { adminInitiateAuth, adminRespondToAuthChallenge, initiateAuth, respondToAuthChallenge } from './sign-in.ts'
import { associateSoftwareToken, verifySoftwareToken } from './software-token.ts'
import { adminUserGlobalSignOut, getTokensFromRefreshToken, globalSignOut, revokeToken } from './tokens.ts'
import { adminSetUserSettings, setUserSettings } from './user-settings.ts'

/** How people sign in and out. */
export const authOperations = [
  adminDeleteSoftwareToken,
  adminGetUserAuthFactors,
  adminInitiateAuth,
  adminRespondToAuthChallenge,
  adminSetUserMfaPreference,
  adminSetUserSettings,
  adminUserGlobalSignOut,
  associateSoftwareToken,
  getTokensFromRefreshToken,
  getUserAuthFactors,
  globalSignOut,
  initiateAuth,
  respondToAuthChallenge,
  revokeToken,
  setUserMfaPreference,
  setUserSettings,
  verifySoftwareToken,
]

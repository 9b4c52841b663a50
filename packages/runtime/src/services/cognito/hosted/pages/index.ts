import { idpResponsePage } from '../../federation/idp-response.ts'
import type { HostedPage } from '../page.ts'
import { confirmHostedPage, resendCodePage } from './confirm.ts'
import { mfaOptionPage, mfaPage, selectChallengePage } from './factors.ts'
import { continuePage, loginPage, verifyPasswordPage } from './login.ts'
import { mfaRegisterPage } from './mfa-register.ts'
import { resetPasswordHostedPage } from './new-password.ts'
import { confirmForgotPasswordPage, forgotPasswordHostedPage } from './recovery.ts'
import { signUpHostedPage } from './sign-up.ts'

/** The pages of a domain, each under the path that AWS's log of calls names it by (CloudTrail's events of user pools). */
export const hostedPages: readonly HostedPage[] = [
  confirmForgotPasswordPage,
  confirmHostedPage,
  continuePage,
  forgotPasswordHostedPage,
  idpResponsePage,
  loginPage,
  mfaOptionPage,
  mfaPage,
  mfaRegisterPage,
  resendCodePage,
  resetPasswordHostedPage,
  selectChallengePage,
  signUpHostedPage,
  verifyPasswordPage,
]

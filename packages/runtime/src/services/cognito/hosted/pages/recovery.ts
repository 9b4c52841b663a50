import type { AwsError } from '../../../../kernel/errors.ts'
import type { FormValues } from '../form-values.ts'
import type { FormState } from '../html/field.ts'
import type { Journey } from '../journey.ts'
import type { PageResult, Visit } from '../page.ts'
import { signInNameOf } from '../sign-in-name.ts'
import { forgotPasswordPage, resetPasswordPage } from '../views/recovery.ts'
import { formPage } from './form-page.ts'
import { callFor } from './people-api.ts'
import { contextOf, show } from './show.ts'
import { sendResetCode } from './sign-in-steps.ts'
import { goTo, journeyAt } from './way.ts'

/** Goes by the name that the app foresees. */
export const forgotPasswordHostedPage = formPage<string>({
  path: '/forgotPassword',
  where: ({ query }) => query.get('login_hint') ?? '',
  lost: (visit) => goTo(visit, '/login'),
  show(visit, hint, state, values) {
    const username = values?.get('username') ?? hint
    return show(visit, forgotPasswordPage(contextOf(visit), signInNameOf(visit.pool), username, state))
  },
  take: (visit, _hint, values) => sendResetCode(visit, values.get('username')),
  atFault: () => ['username'],
})

type ResetJourney = Extract<Journey, { readonly step: 'reset' }>

const showReset = (visit: Visit, journey: ResetJourney, state: FormState): PageResult =>
  show(visit, resetPasswordPage(contextOf(visit), journey, visit.pool.settings.Policies?.PasswordPolicy, state))

export const confirmForgotPasswordPage = formPage<ResetJourney>({
  path: '/confirmForgotPassword',
  where: (visit) => journeyAt(visit, 'reset'),
  lost: (visit) => goTo(visit, '/forgotPassword'),
  show: showReset,
  async take(visit, journey, values) {
    if (!isTwice(values)) return showReset(visit, journey, notTwice(visit))
    await callFor(visit, 'ConfirmForgotPassword', {
      Username: journey.username,
      ConfirmationCode: values.get('code').trim(),
      Password: values.get('password'),
    })
    return goTo(visit, '/login', { step: 'done', news: 'passwordChanged' })
  },
  atFault: (error) => [isAboutCode(error) ? 'code' : 'password'],
})

const isAboutCode = ({ code, message }: AwsError): boolean =>
  code === 'CodeMismatchException' || code === 'ExpiredCodeException' || message.includes("'confirmationCode'")

/** Scripts need not say it twice. */
export const isTwice = (values: FormValues): boolean =>
  !values.names.includes('confirmPassword') || values.get('confirmPassword') === values.get('password')

export const notTwice = ({ texts }: Pick<Visit, 'texts'>): FormState => ({
  error: texts.recovering.notTheSame,
  atFault: ['password', 'confirmPassword'],
})

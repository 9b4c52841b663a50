import type { AwsError } from '../../../../kernel/errors.ts'
import { type FormValues, readForm } from '../form-values.ts'
import type { FormState } from '../html/field.ts'
import type { Journey } from '../journey.ts'
import type { HostedPage, PageResult, Visit } from '../page.ts'
import { signInNameOf } from '../sign-in-name.ts'
import { forgotPasswordPage, resetPasswordPage } from '../views/recovery.ts'
import { callFor } from './people-api.ts'
import { linksOf, orRefused, show, showUnreadable } from './show.ts'
import { goTo, journeyAt } from './way.ts'

const showForgot = (visit: Visit, username: string, state: FormState): PageResult =>
  show(visit, forgotPasswordPage(linksOf(visit), signInNameOf(visit.pool), username, state))

export const forgotPasswordHostedPage: HostedPage = {
  path: '/forgotPassword',

  async get(visit) {
    return showForgot(visit, visit.query.get('login_hint') ?? '', {})
  },

  async post(visit, form) {
    const values = readForm(form)
    if (!values) return showUnreadable(visit)
    const username = values.get('username')
    return orRefused(
      async () => {
        const { CodeDeliveryDetails: sent } = await callFor(visit, 'ForgotPassword', { Username: username })
        const { DeliveryMedium: medium, Destination: destination } = sent ?? {}
        return goTo(visit, '/confirmForgotPassword', { step: 'reset', username, medium, destination })
      },
      (state) => showForgot(visit, username, state),
      () => ['username'],
    )
  },
}

type ResetJourney = Extract<Journey, { readonly step: 'reset' }>

const showReset = (visit: Visit, journey: ResetJourney, state: FormState): PageResult =>
  show(visit, resetPasswordPage(linksOf(visit), journey, visit.pool.settings.Policies?.PasswordPolicy, state))

export const confirmForgotPasswordPage: HostedPage = {
  path: '/confirmForgotPassword',

  async get(visit) {
    const journey = journeyAt(visit, 'reset')
    return journey ? showReset(visit, journey, {}) : goTo(visit, '/forgotPassword')
  },

  async post(visit, form) {
    const journey = journeyAt(visit, 'reset')
    const values = readForm(form)
    if (!journey) return goTo(visit, '/forgotPassword')
    if (!values) return showUnreadable(visit)
    if (!isTwice(values)) return showReset(visit, journey, NOT_TWICE)
    return orRefused(
      async () => {
        await callFor(visit, 'ConfirmForgotPassword', {
          Username: journey.username,
          ConfirmationCode: values.get('code').trim(),
          Password: values.get('password'),
        })
        return goTo(visit, '/login', { step: 'done', news: 'Your password is changed. Sign in with the new one.' })
      },
      (state) => showReset(visit, journey, state),
      (error) => [isAboutCode(error) ? 'code' : 'password'],
    )
  },
}

const isAboutCode = ({ code, message }: AwsError): boolean =>
  code === 'CodeMismatchException' || code === 'ExpiredCodeException' || message.includes("'confirmationCode'")

/** Scripts need not say it twice. */
export const isTwice = (values: FormValues): boolean =>
  !values.names.includes('confirmPassword') || values.get('confirmPassword') === values.get('password')

export const NOT_TWICE: FormState = {
  error: 'The passwords are not the same.',
  atFault: ['password', 'confirmPassword'],
}

import { AwsError } from '../../../../kernel/errors.ts'
import { callFor } from '../pages/people-api.ts'
import { confirmedPage, errorPage, inEnglish } from '../views/messages.ts'
import type { LinkPage } from './link-page.ts'

/** Confirms a sign-up with one click (format observed). A plain page, and no redirect, whatever comes of it. */
export const confirmUserPage: LinkPage = {
  path: '/confirmUser',
  async follow(visit, query) {
    const Username = query.get('user_name') ?? ''
    const ConfirmationCode = query.get('confirmation_code') ?? ''
    try {
      await callFor(visit, 'ConfirmSignUp', { Username, ConfirmationCode })
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      return { status: 400, page: errorPage(visit.texts, inEnglish(error.message)) }
    }
    return { status: 200, page: confirmedPage(visit.texts) }
  },
}

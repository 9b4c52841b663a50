import type { AwsError } from '../../../../kernel/errors.ts'
import type { Soon } from '../../../../kernel/soon.ts'
import { type FormValues, readForm } from '../form-values.ts'
import type { FormState } from '../html/field.ts'
import type { HostedPage, PageResult, Visit } from '../page.ts'
import { orRefused, showExpired, showUnreadable } from './show.ts'
import { type ChallengeJourney, challengeAt, orExpired } from './sign-in-steps.ts'

/** A page with one form. `Where` is what the page goes by: mostly, how somebody has come to it. */
interface FormPage<Where> {
  readonly path: string
  /** Undefined: the browser has not come by the page before, or too late. */
  where(visit: Visit): Where | undefined
  /** Where such a browser is led. */
  lost(visit: Visit): PageResult
  show(visit: Visit, where: Where, state: FormState, values?: FormValues): Soon<PageResult>
  /** What sending the form does. A refusal shows it again. */
  take(visit: Visit, where: Where, values: FormValues): Promise<PageResult>
  /** The fields that a refusal is about. */
  atFault(error: AwsError, visit: Visit, where: Where): readonly string[]
}

export function formPage<Where>({ path, where, lost, show, take, atFault }: FormPage<Where>): HostedPage {
  return {
    path,
    async get(visit) {
      const at = where(visit)
      return at === undefined ? lost(visit) : show(visit, at, {})
    },
    async post(visit, form) {
      const at = where(visit)
      if (at === undefined) return lost(visit)
      const values = readForm(form)
      if (!values) return showUnreadable(visit)
      return orRefused(
        () => take(visit, at, values),
        (state) => show(visit, at, state, values),
        (error) => atFault(error, visit, at),
      )
    },
  }
}

interface ChallengePage extends Pick<FormPage<ChallengeJourney>, 'path' | 'show' | 'take' | 'atFault'> {
  readonly challenges: readonly string[]
}

/** A page that asks one of these challenges: one step of a sign-in, which ends with its session. */
export function challengePage({ challenges, take, ...page }: ChallengePage): HostedPage {
  return formPage({
    ...page,
    where: (visit) => challengeAt(visit, ...challenges),
    lost: showExpired,
    take: (visit, journey, values) => orExpired(visit, () => take(visit, journey, values)),
  })
}

import { invalidParameter } from '../../errors.ts'
import { type Journey, openJourney, sealJourney } from '../journey.ts'
import type { PageResult, Visit } from '../page.ts'

/** The cookie of AWS's pages for it (documented: developer guide, "Managed login"). */
const COOKIE = 'page-data'

export const NO_JOURNEY: Readonly<Record<string, string>> = { [COOKIE]: '' }

const whoseOf = ({ pool, client }: Visit) => ({ poolId: pool.id, clientId: client.id })

function openedBy(visit: Visit) {
  return openJourney(visit.deps, whoseOf(visit), visit.cookies.get(COOKIE))
}

type Of<Step extends Journey['step']> = Extract<Journey, { readonly step: Step }>

/** The journey that a page belongs to. Undefined: the browser has not come by the page before. */
export function journeyAt<Step extends Journey['step']>(visit: Visit, step: Step): Of<Step> | undefined {
  const journey = openedBy(visit)?.journey
  return journey?.step === step ? (journey as Of<Step>) : undefined
}

/** The same while a sign-in may still go on with it. */
export function signInAt<Step extends Journey['step']>(visit: Visit, step: Step): Of<Step> | undefined {
  return openedBy(visit)?.isLate === false ? journeyAt(visit, step) : undefined
}

/** What browsers keep, with the name and what else belongs to a cookie (RFC 6265, section 6.1). */
const LONGEST_COOKIE = 3800

/** Leads on by a redirect, so that a page can be loaded anew without sending its form again. */
export function goTo(visit: Visit, path: string, journey?: Journey): PageResult {
  const { query, deps } = visit
  if (!journey) return { kind: 'see-other', path, query }
  const sealed = sealJourney(deps.vault, whoseOf(visit), journey, begunAt(visit, journey))
  if (sealed.length > LONGEST_COOKIE) throw invalidParameter('Username is too long.')
  return { kind: 'see-other', path, query, cookies: { [COOKIE]: sealed } }
}

/** A challenge that follows on another one belongs to the same sign-in. */
function begunAt(visit: Visit, journey: Journey): number {
  const before = openedBy(visit)
  const goesOn = journey.step === 'challenge' && !journey.isFirst && before && !before.isLate
  return goesOn ? before.begunAt : visit.deps.clock.now()
}

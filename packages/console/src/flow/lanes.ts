import type { RequestSummary } from '../api/contract.ts'

/** Who takes part in a request, from left to right. */
export const LANES = ['Client', 'Token endpoint', 'Gateway', 'Authorizer', 'Checks', 'Integration'] as const

export type Lane = (typeof LANES)[number]

/** The way of a request: the lanes that it came to, in turn. */
export interface Course {
  readonly lanes: readonly Lane[]
  /** Whether it was let through all of them; else the last one turned it away. */
  readonly isWhole: boolean
}

const TOKEN: readonly Lane[] = ['Client', 'Token endpoint']
const CALL: readonly Lane[] = ['Client', 'Gateway', 'Authorizer', 'Checks', 'Integration']

/** Where the steps of a decision trace take place. What comes after the integration is on its way back. */
const LANE_OF_STEP: Readonly<Record<string, Lane>> = {
  stage: 'Gateway',
  route: 'Gateway',
  authorizer: 'Authorizer',
  'API key and throttles': 'Checks',
  throttles: 'Checks',
  validation: 'Checks',
  'request mapping': 'Checks',
}

export function courseOf({ plane, status, endedIn }: Pick<RequestSummary, 'plane' | 'status' | 'endedIn'>): Course {
  const isWhole = status < 400
  if (plane === 'oauth') return { lanes: TOKEN, isWhole }
  // A backend may answer with 4xx itself: then no step of the gateway's ended the call.
  if (endedIn === undefined) return { lanes: CALL, isWhole }
  const last = LANE_OF_STEP[endedIn] ?? 'Integration'
  return { lanes: CALL.slice(0, CALL.indexOf(last) + 1), isWhole: false }
}

/** The middle of a lane, in percent of the whole width. */
export function centerOf(lane: Lane): number {
  return ((LANES.indexOf(lane) + 0.5) / LANES.length) * 100
}

/** The way in words, for who does not see the picture. */
export function inWords({ lanes, isWhole }: Course): string {
  const last = lanes.at(-1) ?? ''
  return isWhole ? `answered by the ${last.toLowerCase()}` : `ended at the ${last.toLowerCase()}`
}

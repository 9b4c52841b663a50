import type { CandidateToken, Foreseen } from './foreseen.ts'
import { foreseenOf as foreseenOfRoute } from './http/authorizers/index.ts'
import type { HttpStageSnapshot, StageSnapshot } from './ports.ts'
import { foreseenOf as foreseenOfMethod } from './rest/authorizers/index.ts'

export type { CandidateToken, Foreseen } from './foreseen.ts'

/** Of each method of a stage what a call with this token would come to, in the order of the definition. */
export function foreseeRest(stage: StageSnapshot, token: CandidateToken, now: number): Foreseen[] {
  return stage.definition.resources.flatMap(({ methods }) =>
    Object.values(methods).map((method) => foreseenOfMethod(method, stage, token, now)),
  )
}

/** The same of each route. */
export function foreseeHttp(stage: HttpStageSnapshot, token: CandidateToken, now: number): Foreseen[] {
  return stage.definition.routes.map((route) => foreseenOfRoute(route, stage, token, now))
}

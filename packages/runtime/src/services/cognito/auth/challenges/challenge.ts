import type { Attempt, Outcome, Parameters } from '../attempt.ts'
import type { OpenSession } from '../auth-sessions.ts'

/** A value of `ChallengeName`, and what an answer to it leads to. */
export interface Challenge {
  readonly name: string
  /** The response that holds the session; all others come with it beside them. */
  readonly sessionIn?: string
  /** Finds the session of an answer that names none. */
  sessionWithout?(attempt: Attempt, responses: Parameters): Promise<string | undefined>
  answer(attempt: Attempt, session: OpenSession, responses: Parameters): Promise<Outcome>
}

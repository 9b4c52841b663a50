import type { Attempt, Outcome, Parameters } from '../attempt.ts'

/** A value of `AuthFlow`. */
export interface AuthFlow {
  readonly names: readonly string[]
  /** Only AdminInitiateAuth takes it. */
  readonly isForAdmins: boolean
  /** Any of these among a client's `ExplicitAuthFlows` allows it. */
  readonly allowedBy: readonly string[]
  /** As refusals name it. */
  readonly refusal: string
  begin(attempt: Attempt, parameters: Parameters, session: string | undefined): Promise<Outcome>
}

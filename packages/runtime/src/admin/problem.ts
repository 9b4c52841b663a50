import { AwsError } from '../kernel/errors.ts'
import type { WireResponse } from '../kernel/wire.ts'
import type { Problem } from './contract/problem.ts'
import { json } from './json.ts'

/** What the admin API answers with where it cannot do what it was asked. The text is for people. */
export class AdminProblem extends Error {
  readonly status: number
  readonly code: string | undefined

  constructor(status: number, message: string, code?: string) {
    super(message)
    this.name = 'AdminProblem'
    this.status = status
    this.code = code
  }
}

/** The answer to what a handler has thrown; undefined: a mistake of ours. */
export function problemAnswer(error: unknown): WireResponse | undefined {
  if (error instanceof AdminProblem) return problem(error.status, error.message, error.code)
  if (error instanceof AwsError && error.status < 500) return problem(error.status, error.message, error.code)
  return undefined
}

export function problem(status: number, error: string, code?: string): WireResponse {
  const body: Problem = code === undefined ? { error } : { error, code }
  return json(status, body)
}

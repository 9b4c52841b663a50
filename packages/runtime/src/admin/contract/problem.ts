/** The body of every answer with a status from 400 on. */
export interface Problem {
  /** What was wrong, in a sentence. */
  readonly error: string
  /** The code of the AWS operation that refused, e.g. `ResourceNotFoundException`. */
  readonly code?: string
}

/** The body of an answer that has nothing more to say. */
export interface Done {
  readonly status: 'done'
}

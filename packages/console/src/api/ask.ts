import { addressOf, type PathValues, type QueryValues } from './address.ts'
import { consoleKey, HEADER, reloadForNewKey } from './console-key.ts'
import type { EndpointName, Problem, QueryOf, RequestOf, ResponseOf } from './contract.ts'

/** What the server said instead of an answer; `message` is a sentence for people. */
export class Refused extends Error {
  readonly status: number
  readonly code: string | undefined

  constructor(status: number, { error, code }: Problem) {
    super(error)
    this.status = status
    this.code = code
  }
}

export interface Question<E extends EndpointName> {
  /** For the `{…}` of the endpoint's path. */
  readonly path?: PathValues
  readonly query?: QueryOf<E>
  readonly body?: RequestOf<E>
  readonly signal?: AbortSignal
}

/** Asks the server: the one place from which this page does. Throws {@link Refused}. */
export async function ask<E extends EndpointName>(endpoint: E, question: Question<E> = {}): Promise<ResponseOf<E>> {
  const { path, query, body, signal } = question
  const [method = 'GET', address] = addressOf(endpoint, path, query as QueryValues)
  const headers = { [HEADER]: consoleKey(), ...(method === 'POST' && { 'Content-Type': 'application/json' }) }
  const init = { method, headers, signal, ...(method === 'POST' && { body: JSON.stringify(body ?? {}) }) }
  const response = await fetch(address, init).catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw new Refused(0, { error: 'The server does not answer. Does it run?' })
  })
  const answer: unknown = await response.json().catch(() => ({ error: `The server answered ${response.status}.` }))
  if (response.ok) return answer as ResponseOf<E>
  const refused = new Refused(response.status, answer as Problem)
  if (refused.code === 'ConsoleKeyUnknown') reloadForNewKey()
  throw refused
}

/** A sentence on what went wrong. */
export function sayProblem(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

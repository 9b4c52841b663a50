import { type ReadonlySignal, signal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { ask, type Question, sayProblem } from '../api/ask.ts'
import type { EndpointName, ResponseOf } from '../api/contract.ts'

export interface Answer<T> {
  readonly value: T | undefined
  /** A sentence, where there is no newer answer than `value`. */
  readonly problem: string | undefined
}

/** What the server says, and a way to ask it again; while it is asked, what it said before stands. */
export interface Asked<T> {
  readonly answer: ReadonlySignal<Answer<T>>
  reload(): Promise<void>
}

export function askFor<E extends EndpointName>(endpoint: E, question: Question<E> = {}): Asked<ResponseOf<E>> {
  const answer = signal<Answer<ResponseOf<E>>>({ value: undefined, problem: undefined })
  let latest = 0
  return {
    answer,
    async reload() {
      const turn = ++latest
      const next = await ask(endpoint, question).then(
        (value) => ({ value, problem: undefined }),
        (error: unknown) => ({ value: answer.peek().value, problem: sayProblem(error) }),
      )
      if (turn === latest) answer.value = next
    },
  }
}

/** Asks when a component is shown, and again when the question changes. */
export function useAsked<E extends EndpointName>(endpoint: E, question: Question<E> = {}): Asked<ResponseOf<E>> {
  const key = JSON.stringify([endpoint, question])
  const asked = useMemo(() => askFor(endpoint, question), [key])
  useEffect(() => {
    asked.reload()
  }, [asked])
  return asked
}

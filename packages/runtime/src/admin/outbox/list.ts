import type { WireResponse } from '../../kernel/wire.ts'
import { type Asked, countIn, queryOf } from '../asked.ts'
import type { Outbox } from '../contract/outbox.ts'
import { json } from '../json.ts'
import type { AdminSource } from '../ports.ts'
import { AdminProblem } from '../problem.ts'

const MOST = 1000

/** `GET outbox`: what was sent to people, the oldest first; with `after`, what came after a message of that number. */
export async function outbox(asked: Asked, source: AdminSource): Promise<WireResponse> {
  const query = queryOf(asked)
  const limit = countIn(query, 'limit', { usual: MOST, max: MOST })
  const [pool, to] = [query.get('userPoolId'), query.get('to')]
  const found = await source.outbox(readNumber(query.get('after')))
  const messages = found.filter(
    ({ userPoolId, destination, username }) =>
      (pool === null || userPoolId === pool) && (to === null || destination === to || username === to),
  )
  const answer: Outbox = { messages: messages.slice(-limit) }
  return json(200, answer)
}

/** Of a message; nothing: before all of them. */
export function readNumber(text: string | null): number {
  if (text === null) return 0
  if (!/^\d{1,12}$/.test(text)) throw new AdminProblem(400, 'after is the number of a message')
  return Number(text)
}

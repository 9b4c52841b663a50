import { own } from '../../../kernel/own.ts'
import { headerValue } from '../../header-value.ts'
import type { HttpExchange } from '../exchange.ts'
import type { Answer, Header } from '../reply.ts'
import { type Change, compileChanges } from './parameters.ts'

/** Changes what an integration has answered, by the status that it has answered with. */
export type MapResponse = (exchange: HttpExchange) => Answer

export function compileResponseMapping(
  parameters: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined,
): MapResponse | undefined {
  const byStatus: Readonly<Record<string, readonly Change[]>> = Object.fromEntries(
    Object.entries(parameters ?? {}).map(([status, changes]) => [status, compileChanges(changes, 'response')]),
  )
  if (Object.keys(byStatus).length === 0) return undefined
  return (exchange) => {
    const changes = own(byStatus, String(exchange.answer.status))
    return changes
      ? changes.reduce((answer, change) => changed(answer, change, exchange), exchange.answer)
      : exchange.answer
  }
}

function changed(answer: Answer, change: Change, exchange: HttpExchange): Answer {
  const value = change.action === 'remove' ? '' : change.value.read(exchange)
  if (value === undefined) return answer
  if (change.place === 'statuscode') return { ...answer, status: Number(value) }
  const key = change.name.toLowerCase()
  const kept: readonly Header[] =
    change.action === 'append' ? answer.headers : answer.headers.filter(([name]) => name.toLowerCase() !== key)
  const headers = change.action === 'remove' ? kept : [...kept, [change.name, headerValue(value)] as const]
  return { ...answer, headers }
}

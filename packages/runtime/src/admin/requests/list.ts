import type { KeptRequest } from '../../kernel/request-trace.ts'
import type { WireResponse } from '../../kernel/wire.ts'
import { type Asked, countIn, queryOf } from '../asked.ts'
import type { RequestList, RequestTrace } from '../contract/requests.ts'
import { json } from '../json.ts'
import type { AdminSource } from '../ports.ts'
import { AdminProblem } from '../problem.ts'
import { filterOf } from './filter.ts'

const LIMITS = { usual: 20, max: 1000 }

/** `GET requests`: the newest first, in brief. */
export function listRequests(asked: Asked, { requests }: AdminSource): WireResponse {
  const query = queryOf(asked)
  const limit = countIn(query, 'limit', LIMITS)
  const fits = filterOf(query)
  const found: KeptRequest[] = []
  for (const request of behind(requests.newestFirst(), query.get('after'))) {
    if (fits(request) && found.push(request) > limit) break
  }
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const answer: RequestList = {
    kept: requests.count,
    requests: page.map((request) => request.summary()),
    ...(found.length > limit && last && { next: placeOf(last) }),
  }
  return json(200, answer)
}

/** `GET requests/{id}`: how one came to its answer. */
export function explainRequest({ params: { id = '' } }: Asked, { requests }: AdminSource): WireResponse {
  const trace: RequestTrace | undefined = requests.find(id)
  return trace ? json(200, trace) : json(404, { error: unknown(id, requests) })
}

function unknown(requestId: string, { count, limit }: AdminSource['requests']): string {
  if (limit === 0) return 'no requests are kept: this server was started with --requests 0'
  const id = JSON.stringify(requestId.slice(0, 100))
  return `no request ${id} is kept: there are the last ${count} of calls and token requests, and at most ${limit}`
}

/** Tells where a page ended, even when that request is not kept any more. */
function placeOf({ requestId, startedAt }: KeptRequest): string {
  return `${startedAt}.${requestId}`
}

/** Those that come behind a place in the list: older ones, and of the same instant those behind that very request. */
function* behind(newestFirst: Iterable<KeptRequest>, place: string | null): Generator<KeptRequest> {
  if (place === null) {
    yield* newestFirst
    return
  }
  const [, instant, id] = /^(\d{1,16})\.(.*)$/s.exec(place) ?? []
  if (instant === undefined) throw new AdminProblem(400, 'after is the next of another page')
  const startedAt = Number(instant)
  let isBehind = false
  for (const request of newestFirst) {
    if (isBehind || request.startedAt < startedAt) yield request
    else isBehind = request.startedAt === startedAt && request.requestId === id
  }
}

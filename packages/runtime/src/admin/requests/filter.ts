import type { KeptRequest, RequestSummary } from '../../kernel/request-trace.ts'
import type { RequestFilter } from '../contract/requests.ts'
import { AdminProblem } from '../problem.ts'

/** Whether a request is one of those that are asked for. */
export type Fits = (request: Pick<KeptRequest, 'status' | 'summary'>) => boolean

const MAX_LENGTH = 500

/** What a query asks for. A value that can be none is refused: an empty list would not say why. */
export function filterOf(query: URLSearchParams): Fits {
  const filter = readFilter(query)
  const { plane, status, refused, client, api, stage, method } = filter
  const text = filter.text?.toLowerCase()
  const looksInside = [plane, client, api, stage, method, text].some((wanted) => wanted !== undefined)
  return (request) => {
    if (status !== undefined && Math.floor(request.status / 100) !== Number(status)) return false
    if (refused !== undefined && request.status < 400) return false
    if (!looksInside) return true
    const summary = request.summary()
    return (
      is(plane, summary.plane) &&
      is(client, summary.client) &&
      is(api, summary.api) &&
      is(stage, summary.stage) &&
      is(method, summary.method) &&
      (text === undefined || textOf(summary).includes(text))
    )
  }
}

function readFilter(query: URLSearchParams): RequestFilter {
  const filter = Object.fromEntries(NAMES.flatMap((name) => sent(query, name))) as Record<string, string>
  const { plane, status, refused } = filter
  if (plane !== undefined && plane !== 'execute-api' && plane !== 'oauth') {
    throw new AdminProblem(400, 'plane is execute-api or oauth')
  }
  if (status !== undefined && !/^[1-5]$/.test(status)) throw new AdminProblem(400, 'status is a digit from 1 to 5')
  if (refused !== undefined && refused !== 'true') throw new AdminProblem(400, 'refused is true, or left out')
  return filter as RequestFilter
}

const NAMES = [
  'plane',
  'status',
  'refused',
  'client',
  'api',
  'stage',
  'method',
  'text',
] as const satisfies readonly (keyof RequestFilter)[]

/** A form sends fields that were left empty, too. */
function sent(query: URLSearchParams, name: string): [string, string][] {
  const value = query.get(name)
  if (value === null || value === '') return []
  if (value.length > MAX_LENGTH) throw new AdminProblem(400, `${name} has at most ${MAX_LENGTH} characters`)
  return [[name, value]]
}

function is(wanted: string | undefined, found: string | undefined): boolean {
  return wanted === undefined || wanted === found
}

function textOf({ requestId, api, path, client = '', refusal = '' }: RequestSummary): string {
  return `${path}\n${requestId}\n${api}\n${client}\n${refusal}`.toLowerCase()
}

import { isAwsError } from '../../kernel/errors.ts'
import { type Answering, type Asked, countIn, queryOf } from '../asked.ts'
import type { FunctionLogs, LogEventView } from '../contract/functions.ts'
import type { FunctionView } from '../contract/map.ts'
import type { Inside } from '../inside.ts'
import { functionViews } from '../map/functions.ts'
import { AdminProblem } from '../problem.ts'

const LIMITS = { usual: 200, max: 1000 }
/** FilterLogEvents gives the oldest first; so many pages are read to come to the newest. */
const MAX_PAGES = 20

export const listFunctions: Answering<'GET functions'> = async (_, { inside }) => ({
  functions: await functionViews(inside),
})

export const functionLogs: Answering<'GET functions/{name}/logs'> = async (asked, { inside }) => {
  const query = queryOf(asked)
  const limit = countIn(query, 'limit', LIMITS)
  const found = await functionOf(asked, inside)
  const filterPattern = query.get('text') ?? undefined
  return logsOf(found, inside, { limit, ...(filterPattern !== undefined && { filterPattern }) })
}

export async function functionOf({ params: { name = '' }, ...asked }: Asked, inside: Inside): Promise<FunctionView> {
  const query = queryOf({ params: {}, ...asked })
  const [account, region] = [query.get('account'), query.get('region')]
  const found = (await functionViews(inside)).find(
    (view) =>
      view.name === name &&
      (account === null || view.account === account) &&
      (region === null || view.region === region),
  )
  if (!found) throw new AdminProblem(404, `there is no function ${JSON.stringify(name.slice(0, 200))}`)
  return found
}

export interface LogRange {
  readonly limit: number
  readonly filterPattern?: string
  /** Milliseconds since the epoch. */
  readonly startTime?: number
}

/** The last events. A group that nobody has written to yet has none. */
export async function logsOf(
  { account, region, logGroup }: FunctionView,
  inside: Inside,
  { limit, ...range }: LogRange,
): Promise<FunctionLogs> {
  const call = inside.operationsIn({ account, region })
  let events: LogEventView[] = []
  let nextToken: string | undefined
  try {
    for (let page = 0; page < MAX_PAGES; page++) {
      const found = await call('logs', 'FilterLogEvents', { logGroupName: logGroup, nextToken, ...range })
      const read = (found.events ?? []).map(({ timestamp = 0, logStreamName = '', message = '' }) => ({
        at: new Date(timestamp).toISOString(),
        stream: logStreamName,
        message,
      }))
      events = [...events, ...read].slice(-limit)
      nextToken = found.nextToken
      if (nextToken === undefined) break
    }
  } catch (error) {
    if (!isAwsError(error, 'ResourceNotFoundException')) throw error
  }
  return { group: logGroup, events }
}

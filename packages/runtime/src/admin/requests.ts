import type { WireRequest, WireResponse } from '../kernel/wire.ts'
import { json } from './json.ts'
import type { AdminSource } from './ports.ts'

const DEFAULT_LIMIT = 20
const MAX_LIMIT = 1000

/** `GET requests?limit=`: the newest first, in brief. */
export function listRequests({ query }: WireRequest, { requests }: AdminSource): WireResponse {
  const text = new URLSearchParams(query).get('limit') ?? String(DEFAULT_LIMIT)
  const limit = Number(text)
  if (!/^\d+$/.test(text) || limit < 1 || limit > MAX_LIMIT) {
    return json(400, { error: `limit is a number from 1 to ${MAX_LIMIT}` })
  }
  return json(200, { kept: requests.count, requests: requests.newest(limit) })
}

/** `GET requests/{id}`: how one came to its answer. */
export function explainRequest({ path }: WireRequest, { requests }: AdminSource): WireResponse {
  const requestId = decoded(path.slice(path.lastIndexOf('/') + 1))
  const trace = requests.find(requestId)
  return trace ? json(200, trace) : json(404, { error: unknown(requestId, requests) })
}

function unknown(requestId: string, { count, limit }: AdminSource['requests']): string {
  if (limit === 0) return 'no requests are kept: this server was started with --requests 0'
  const id = JSON.stringify(requestId.slice(0, 100))
  return `no request ${id} is kept: there are the last ${count} of calls and token requests, and at most ${limit}`
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

import { isJsonObject, type JsonObject } from '../kernel/json.ts'
import type { Soon } from '../kernel/soon.ts'
import type { WireRequest, WireResponse } from '../kernel/wire.ts'
import type { EndpointName, ResponseOf } from './contract/endpoints.ts'
import type { AdminSource } from './ports.ts'
import { AdminProblem } from './problem.ts'

/** A request, and what the segments of its path say that an endpoint leaves open. */
export interface Asked {
  readonly request: WireRequest
  /** Decoded. */
  readonly params: Readonly<Record<string, string>>
}

/** Answers with whatever it likes. */
export type Handler = (asked: Asked, source: AdminSource) => Soon<WireResponse>

/** Answers with the JSON document that the contract promises. */
export type Answering<E extends EndpointName> = (asked: Asked, source: AdminSource) => Soon<ResponseOf<E>>

/** The document that was sent. A form, or a text that only looks like one, is none: any page may send those. */
export function bodyOf({ request: { body } }: Asked): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(body.toString('utf8'))
  } catch {
    throw new AdminProblem(400, 'send a JSON object')
  }
  if (!isJsonObject(value)) throw new AdminProblem(400, 'send a JSON object')
  return value
}

export function queryOf({ request: { query } }: Asked): URLSearchParams {
  return new URLSearchParams(query)
}

/** A parameter of a query that is a number within bounds. */
export function countIn(query: URLSearchParams, name: string, { usual, max }: { usual: number; max: number }): number {
  const text = query.get(name) ?? String(usual)
  const count = Number(text)
  if (!/^\d{1,9}$/.test(text) || count < 1 || count > max) {
    throw new AdminProblem(400, `${name} is a number from 1 to ${max}`)
  }
  return count
}

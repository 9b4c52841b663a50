import type { JsonObject, JsonValue } from '../../kernel/json.ts'
import type { Place } from '../../kernel/place.ts'
import type { ClientRef } from '../contract/clients.ts'
import { AdminProblem } from '../problem.ts'

const ACCOUNT = /^\d{12}$/
const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/

export function readPlace({ account, region }: JsonObject): Place {
  if (typeof account !== 'string' || !ACCOUNT.test(account)) throw new AdminProblem(400, 'account has twelve digits')
  if (typeof region !== 'string' || !REGION.test(region)) {
    throw new AdminProblem(400, 'region is the name of a region')
  }
  return { account, region }
}

export function readText(body: JsonObject, name: string): string {
  const value = body[name]
  if (typeof value !== 'string' || value === '') throw new AdminProblem(400, `${name} is a text`)
  return value
}

export function readClientRef(body: JsonObject): ClientRef {
  return { ...readPlace(body), poolId: readText(body, 'poolId'), clientId: readText(body, 'clientId') }
}

/** Undefined where they are left out. */
export function readScopes(value: JsonValue | undefined): readonly string[] | undefined {
  if (value === undefined) return undefined
  const isList = Array.isArray(value) && value.length <= 100
  if (!isList || !value.every((scope) => typeof scope === 'string' && /^[!#-[\]-~]{1,600}$/.test(scope))) {
    throw new AdminProblem(400, 'scopes is a list of names, such as orders/read')
  }
  return value as readonly string[]
}

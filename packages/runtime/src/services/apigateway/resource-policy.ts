import { arnOf } from '../../kernel/arn.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/json.ts'
import type { Place } from '../../kernel/place.ts'
import { PolicyError, readPolicyText } from '../../kernel/policies/policy.ts'
import { badRequest } from './errors.ts'

/** Documented quota (api-gateway-execution-service-limits-table). */
const MAX_LENGTH = 8192

/** Observed in the field. */
const invalid = () =>
  badRequest('Invalid policy document. Please check the policy syntax and ensure that Principals are valid.')

/**
 * A resource policy as it is kept: the short form `execute-api:/stage/GET/path` of a resource becomes the whole ARN
 * (recorded on AWS).
 */
export function storedPolicy(text: string, place: Place, apiId: string): string {
  if (text.length > MAX_LENGTH) throw badRequest(`Policy documents cannot be longer than ${MAX_LENGTH} characters`)
  checkPolicy(text)
  const document = JSON.parse(text) as JsonObject
  const whole = (resource: JsonValue) =>
    typeof resource === 'string'
      ? resource.replace(/^execute-api:\/+/, `${arnOf('execute-api', place, apiId)}/`)
      : resource
  const expanded = (statement: JsonValue): JsonValue => {
    if (!isJsonObject(statement)) return statement
    const members = Object.entries(statement).map(([name, value]): [string, JsonValue] => {
      if (name !== 'Resource' && name !== 'NotResource') return [name, value]
      return [name, Array.isArray(value) ? value.map(whole) : whole(value)]
    })
    return Object.fromEntries(members)
  }
  const { Statement = [] } = document
  const statements = Array.isArray(Statement) ? Statement.map(expanded) : expanded(Statement)
  return JSON.stringify({ ...document, Statement: statements })
}

function checkPolicy(text: string): void {
  let statements: ReturnType<typeof readPolicyText>['statements']
  try {
    ;({ statements } = readPolicyText(text))
  } catch (error) {
    if (error instanceof PolicyError) throw invalid()
    throw error
  }
  if (statements.some(({ principals, resources }) => !principals || !resources)) throw invalid()
}

/** AWS shows a policy with its quotes escaped once more (recorded). */
export function shownPolicy(text: string | undefined): string | undefined {
  return text === undefined ? undefined : JSON.stringify(text).slice(1, -1)
}

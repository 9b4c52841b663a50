import type { JsonValue } from '../../../kernel/json.ts'
import { own } from '../../../kernel/own.ts'
import { Budget, BudgetExceededError } from '../../../languages/budget.ts'
import { PatternError } from '../../../languages/java-regex/syntax.ts'
import { SchemaError } from '../../../languages/json-schema/keyword.ts'
import { weighJson } from '../../../languages/json-weight.ts'
import type { ApiDefinition, MethodDefinition } from '../definition.ts'
import { GatewayError, misconfigured } from '../gateway-error.ts'
import type { Schemas } from './schemas.ts'

/** Deeper bodies are none that anybody means; schemas that refer to themselves follow them by recursion. */
const MAX_DEPTH = 500

/** Which model a request's body is checked against. Undefined: it is not checked. */
export type BodyModel = (contentType: string | undefined) => string | undefined

/** By content type, else `$default` (documented). Undefined for methods that check no body. */
export function bodyModelOf(method: MethodDefinition, definition: ApiDefinition): BodyModel | undefined {
  const { requestModels = {}, requestValidatorId = '' } = method
  if (own(definition.requestValidators, requestValidatorId)?.validateRequestBody !== true) return undefined
  if (Object.keys(requestModels).length === 0) return undefined
  // Callers of a method mostly say the same.
  let last: { readonly contentType: string; readonly model: string | undefined } | undefined
  return (contentType = 'application/json') => {
    if (last?.contentType === contentType) return last.model
    const mediaType = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? ''
    const model = own(requestModels, mediaType) ?? own(requestModels, '$default')
    last = { contentType, model }
    return model
  }
}

/**
 * Throws what the caller gets for a body that does not fit. An empty one counts as `{}` (recorded). The details are in the
 * words of json-schema-validator, the library for Java that the texts in public reports come from (inferred; the form in
 * brackets is documented).
 */
export function checkBody(body: string, model: string, schemas: Schemas): void {
  const problems = judge(body, model, schemas)
  if (problems) throw invalidBody(`[${problems.join(', ')}]`)
}

function judge(body: string, model: string, schemas: Schemas): readonly string[] | undefined {
  try {
    return schemas.judge(model, body === '' ? {} : parsed(body), new Budget())
  } catch (error) {
    if (error instanceof BudgetExceededError) throw invalidBody('[to check the body would take too long]')
    if (error instanceof PatternError) throw misconfigured(`model ${model} has a pattern that cannot be read`, error)
    if (error instanceof SchemaError) throw misconfigured(`model ${model} cannot be used: ${error.message}`, error)
    throw error
  }
}

/** So short a body can neither be nested too deeply nor take long. */
const HARMLESS = 2 * MAX_DEPTH

function parsed(body: string): JsonValue {
  if (body.length > HARMLESS && weighJson(body, new Budget()) > MAX_DEPTH)
    throw invalidBody(`[the body is nested more than ${MAX_DEPTH} deep]`)
  try {
    return JSON.parse(body) as JsonValue
  } catch {
    throw invalidBody('[the body is not JSON]')
  }
}

function invalidBody(details: string): GatewayError {
  // The details may repeat what the caller sent, which does not belong into a log.
  return new GatewayError('BAD_REQUEST_BODY', 'the body does not fit its model', { details })
}

import { functionJson } from '../../../../kernel/function-json.ts'
import { isJsonObject, type JsonObject } from '../../../../kernel/json.ts'
import { type Policy, PolicyError } from '../../../../kernel/policies/policy.ts'
import { readAuthorizerPolicy } from '../../../functions/authorizer-policy.ts'
import type { HttpAuthorizerDefinition } from '../../definition.ts'
import { authorizerFailed, HttpApiError } from '../../http-api-error.ts'

/** What a function has said of a caller. */
export interface Verdict {
  /** Of single routes; or, of all of them, whether the caller may. */
  readonly decision: Policy | boolean
  readonly principalId: string | undefined
  /** With the types that the function gave; undefined where it gave none. */
  readonly context: JsonObject | undefined
}

/**
 * Documented: http-api-lambda-authorizer. What has another shape is a fault of the authorizer's, which lets nobody in.
 */
export function readVerdict(payload: Buffer, definition: HttpAuthorizerDefinition): Verdict {
  const answer = functionJson(payload)
  if (!isJsonObject(answer)) throw unusable('it is no JSON object, or nested too deeply')
  if (answer.errorMessage !== undefined) throw functionFailed(answer)
  const isSimple = definition.authorizerPayloadFormatVersion !== '1.0' && definition.enableSimpleResponses === true
  const { context } = answer
  if (context !== undefined && context !== null && !isJsonObject(context)) throw unusable('its context is no object')
  return { ...(isSimple ? simple(answer) : byPolicy(answer)), context: context ?? undefined }
}

/**
 * `Unauthorized`, to the letter, is the function's way to refuse a caller; any other error is a fault (documented:
 * http-api-lambda-authorizer).
 */
export function functionFailed({ errorMessage }: JsonObject): HttpApiError {
  if (errorMessage === 'Unauthorized') {
    return new HttpApiError(401, 'the authorizer has answered Unauthorized', { part: 'authorizer' })
  }
  const shown = typeof errorMessage === 'string' ? errorMessage.slice(0, 500) : ''
  return authorizerFailed(`the authorizer's function failed: ${shown}`)
}

export function readError(payload: Buffer): JsonObject {
  const error = functionJson(payload)
  return isJsonObject(error) ? error : {}
}

function simple({ isAuthorized }: JsonObject): Omit<Verdict, 'context'> {
  if (typeof isAuthorized !== 'boolean') throw unusable('its isAuthorized is no truth value')
  return { decision: isAuthorized, principalId: undefined }
}

function byPolicy({ principalId, policyDocument }: JsonObject): Omit<Verdict, 'context'> {
  if (typeof principalId !== 'string') throw unusable('its principalId is no text')
  try {
    return { decision: readAuthorizerPolicy(policyDocument), principalId }
  } catch (error) {
    throw error instanceof PolicyError ? unusable(error.message) : error
  }
}

function unusable(why: string): HttpApiError {
  return authorizerFailed(`the authorizer's answer cannot be used: ${why}`)
}

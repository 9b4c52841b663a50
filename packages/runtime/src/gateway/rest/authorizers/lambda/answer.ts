import { functionJson } from '../../../../kernel/function-json.ts'
import { isJsonObject, type JsonValue } from '../../../../kernel/json.ts'
import { own } from '../../../../kernel/own.ts'
import { type Policy, PolicyError } from '../../../../kernel/policies/policy.ts'
import { readAuthorizerPolicy } from '../../../functions/authorizer-policy.ts'
import { GatewayError, unauthorized } from '../../gateway-error.ts'

/** What a function has said of a caller. */
export interface Verdict {
  readonly principalId: string
  readonly policy: Policy
  /** As it was given, for logs. */
  readonly policyDocument: JsonValue
  /** Texts, all of them. */
  readonly context: Readonly<Record<string, string>>
  /** The API key that the caller counts against. */
  readonly usageIdentifierKey: string | undefined
}

/** Reads an answer; whatever has another shape is a fault of the authorizer's, which lets nobody in. */
export function readVerdict(payload: Buffer): Verdict {
  const answer = functionJson(payload)
  if (!isJsonObject(answer)) throw unusable('it is no JSON object, or nested too deeply')
  const { principalId, policyDocument, context, usageIdentifierKey } = answer
  if (typeof principalId !== 'string') throw unusable('its principalId is no text')
  if (usageIdentifierKey !== undefined && usageIdentifierKey !== null && typeof usageIdentifierKey !== 'string') {
    throw unusable('its usageIdentifierKey is no text')
  }
  return {
    principalId,
    policy: policyOf(policyDocument),
    policyDocument: policyDocument ?? null,
    context: contextOf(context),
    usageIdentifierKey: usageIdentifierKey ?? undefined,
  }
}

/**
 * The error that a function has ended in. `Unauthorized`, to the letter, is its way to refuse a caller; any other is a
 * fault (documented: apigateway-use-lambda-authorizer).
 */
export function functionFailed(payload: Buffer): GatewayError {
  const error = functionJson(payload)
  const message = isJsonObject(error) ? own(error, 'errorMessage') : undefined
  if (message === 'Unauthorized') return unauthorized('the authorizer has answered Unauthorized')
  const shown = typeof message === 'string' ? message.slice(0, 500) : ''
  return new GatewayError('AUTHORIZER_CONFIGURATION_ERROR', `the authorizer's function failed: ${shown}`)
}

function unusable(why: string): GatewayError {
  return new GatewayError('AUTHORIZER_CONFIGURATION_ERROR', `the authorizer's answer cannot be used: ${why}`)
}

function policyOf(document: JsonValue | undefined): Policy {
  try {
    return readAuthorizerPolicy(document)
  } catch (error) {
    throw error instanceof PolicyError ? unusable(error.message) : error
  }
}

/** Texts, numbers and truth values reach everybody as texts (documented); that null is left out is inferred. */
function contextOf(context: JsonValue | undefined): Record<string, string> {
  if (context === undefined || context === null) return {}
  if (!isJsonObject(context)) throw unusable('its context is no object')
  const texts: [string, string][] = []
  for (const [name, value] of Object.entries(context)) {
    if (value === null) continue
    if (typeof value === 'object') throw unusable(`its context has an object or a list under ${name}`)
    texts.push([name, String(value)])
  }
  return Object.fromEntries(texts)
}

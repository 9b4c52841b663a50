import type { DefinitionChecks } from '../../gateway/ports.ts'
import { parseArn } from '../../kernel/arn.ts'
import type { Recording } from '../../kernel/recording.ts'
import { badRequest } from './errors.ts'
import { checkPattern } from './mapping-rules.ts'
import { checkAuthorizerType } from './recordable.ts'
import type { AuthorizerRecord } from './records.ts'

const HEADER_SOURCE = /^method\.request\.header\.[\w!#$%&'*+.^`|~-]+$/
const STAGE_VARIABLE = /\$\{stageVariables\.\w+\}/
const MAX_TTL_SECONDS = 3600

export const TTL_PROBLEM = `Authorizer result ttl must be between 0 and ${MAX_TTL_SECONDS}`

export function isTtl(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= 0 && seconds <= MAX_TTL_SECONDS
}

/**
 * An authorizer as a whole, after it was created or patched. What is required is documented (API_CreateAuthorizer), the
 * texts of the refusals are inferred. Authorizers that call a function are refused by name, unless they are to be recorded.
 */
export function checkAuthorizer(authorizer: AuthorizerRecord, checks: DefinitionChecks, isRecorded: Recording): void {
  checkAuthorizerType(authorizer.type, isRecorded)
  if (authorizer.type === 'COGNITO_USER_POOLS') checkUserPools(authorizer)
  const { authorizerResultTtlInSeconds: ttl } = authorizer
  if (ttl !== undefined && !isTtl(ttl)) throw badRequest(TTL_PROBLEM)
  checkPattern(authorizer.identityValidationExpression, checks)
}

function checkUserPools({ providerARNs = [], identitySource = '' }: AuthorizerRecord): void {
  if (providerARNs.length === 0) {
    throw badRequest('Invalid authorizer: provider ARNs are required for an authorizer of type COGNITO_USER_POOLS')
  }
  for (const arn of providerARNs) {
    if (!isUserPool(arn)) throw badRequest(`Invalid ARN. ARN is not well formed ${arn}`)
  }
  if (!HEADER_SOURCE.test(identitySource)) throw badRequest(`Invalid mapping expression specified: ${identitySource}`)
}

/** A stage variable may stand for the ARN or parts of it (documented). */
function isUserPool(text: string): boolean {
  if (STAGE_VARIABLE.test(text)) return true
  const arn = parseArn(text)
  return arn?.service === 'cognito-idp' && /^userpool\/.+/.test(arn.resource)
}

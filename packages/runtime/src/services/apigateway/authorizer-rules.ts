import type { DefinitionChecks } from '../../gateway/check-ports.ts'
import { notEmulated } from '../../kernel/errors.ts'
import { badRequest } from './errors.ts'
import { checkPattern } from './mapping-rules.ts'
import type { AuthorizerRecord } from './records.ts'

const MAX_TTL_SECONDS = 3600

export const TTL_PROBLEM = `Authorizer result ttl must be between 0 and ${MAX_TTL_SECONDS}`

export function isTtl(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= 0 && seconds <= MAX_TTL_SECONDS
}

/** An authorizer as a whole, after it was created or patched. */
export function checkAuthorizer(authorizer: AuthorizerRecord, checks: DefinitionChecks): void {
  const { type } = authorizer
  if (!checks.authorizerTypes.includes(type)) throw notEmulated(`An authorizer of type ${type}`)
  const problem = checks.problemWithAuthorizer(authorizer)
  if (problem !== undefined) throw badRequest(problem)
  const { authorizerResultTtlInSeconds: ttl } = authorizer
  if (ttl !== undefined && !isTtl(ttl)) throw badRequest(TTL_PROBLEM)
  checkPattern(authorizer.identityValidationExpression, checks)
}

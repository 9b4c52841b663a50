import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import { limitExceeded, malformedPolicyDocument } from './errors.ts'

/** What IAM requires of a document's form. The finer grammar (known actions, existing principals) is not checked. */
export function checkTrustPolicy(text: string): void {
  const statements = statementsOf(text, 'This policy contains invalid Json')
  for (const statement of statements) {
    if (statement.Resource !== undefined || statement.NotResource !== undefined) {
      throw malformedPolicyDocument('Has prohibited field Resource')
    }
    if (statement.Principal === undefined && statement.NotPrincipal === undefined) {
      throw malformedPolicyDocument('Missing required field Principal')
    }
    checkStatement(statement)
  }
}

export function checkPermissionsPolicy(text: string): void {
  const statements = statementsOf(text, 'Syntax errors in policy.')
  for (const statement of statements) {
    if (statement.Principal !== undefined || statement.NotPrincipal !== undefined) {
      throw malformedPolicyDocument('Policy document should not specify a principal.')
    }
    checkStatement(statement)
    if (statement.Resource === undefined && statement.NotResource === undefined) {
      throw malformedPolicyDocument('Policy statement must contain resources.')
    }
  }
}

/** Quotas count the characters that are not white space. */
export function checkSize(text: string, quota: number, message: string): void {
  if (text.replace(/\s/g, '').length > quota) throw limitExceeded(message)
}

function checkStatement(statement: JsonObject): void {
  if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') {
    throw malformedPolicyDocument('Syntax errors in policy.')
  }
  if (statement.Action === undefined && statement.NotAction === undefined) {
    throw malformedPolicyDocument('Policy statement must contain actions.')
  }
}

function statementsOf(text: string, message: string): JsonObject[] {
  const document = parse(text)
  if (!isJsonObject(document)) throw malformedPolicyDocument(message)
  const { Statement, Version } = document
  if (Version !== undefined && Version !== '2012-10-17' && Version !== '2008-10-17') {
    throw malformedPolicyDocument('The policy must contain a valid version string')
  }
  const statements: unknown[] = Array.isArray(Statement) ? Statement : [Statement]
  if (statements.length === 0 || !statements.every(isJsonObject)) {
    throw malformedPolicyDocument('Syntax errors in policy.')
  }
  return statements
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import { malformedPolicy } from './errors.ts'

const MAX_BYTES = 20 * 1024

export function checkBucketPolicy(text: string): void {
  if (Buffer.byteLength(text) > MAX_BYTES) throw malformedPolicy('Policy exceeds the maximum allowed document size.')
  const statements = statementsOf(text)
  if (statements === undefined) {
    throw malformedPolicy("Policies must be valid JSON and the first byte must be '{'")
  }
  if (statements.length === 0) throw malformedPolicy('Missing required field Statement')
  for (const statement of statements) {
    for (const [field, alternative] of [
      ['Principal', 'NotPrincipal'],
      ['Action', 'NotAction'],
      ['Resource', 'NotResource'],
    ] as const) {
      if (statement[field] === undefined && statement[alternative] === undefined) {
        throw malformedPolicy(`Missing required field ${field}`)
      }
    }
    if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') {
      throw malformedPolicy(`Invalid effect: ${String(statement.Effect)}`)
    }
  }
}

/**
 * Does a policy let everyone in? Simplified from Amazon S3's meaning of "public": a statement that allows every
 * principal and has no condition. (AWS also sees through conditions that narrow nothing.)
 */
export function isPublicPolicy(text: string): boolean {
  return (statementsOf(text) ?? []).some(
    ({ Effect, Principal, Condition }) => Effect === 'Allow' && Condition === undefined && isEveryone(Principal),
  )
}

function isEveryone(principal: unknown): boolean {
  if (principal === '*') return true
  if (!isJsonObject(principal)) return false
  const aws: unknown = principal.AWS
  return aws === '*' || (Array.isArray(aws) && aws.includes('*'))
}

function statementsOf(text: string): JsonObject[] | undefined {
  try {
    const document: unknown = JSON.parse(text)
    if (!isJsonObject(document)) return undefined
    const { Statement } = document
    const list: unknown[] = Array.isArray(Statement) ? Statement : Statement === undefined ? [] : [Statement]
    return list.filter(isJsonObject)
  } catch {
    return undefined
  }
}

import type { AwsError } from '../../../../kernel/errors.ts'
import { attributeFieldName } from '../views/attribute-fields.ts'

const PASSWORD_ERRORS = ['InvalidPasswordException', 'PasswordHistoryPolicyViolationException']

/**
 * Which fields a refusal is about, as far as its text says: the password, some of these attributes, or else
 * `otherwise`.
 */
export function faultsOf(
  { code, message }: AwsError,
  attributes: readonly string[],
  otherwise: string,
): readonly string[] {
  if (PASSWORD_ERRORS.includes(code) || message.includes("'password'")) return ['password']
  if (message.startsWith('Username ')) return [otherwise]
  const words = message.replace('phone number', 'phone_number').split(/\W+/)
  const named = attributes.filter((name) => words.includes(name))
  return named.length > 0 ? named.map(attributeFieldName) : [otherwise]
}

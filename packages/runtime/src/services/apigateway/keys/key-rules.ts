import { randomText } from '../../../kernel/ids.ts'
import type { Random } from '../../../kernel/random.ts'
import { badRequest } from '../errors.ts'

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
/** As the values that AWS makes up have it in public samples (inferred). */
const GENERATED_LENGTH = 40
const MIN_VALUE_LENGTH = 20
const MAX_VALUE_LENGTH = 128
const MAX_NAME_LENGTH = 1024
const MAX_DESCRIPTION_LENGTH = 125_000

export function generatedValue(random: Random): string {
  return randomText(random, GENERATED_LENGTH, LETTERS_AND_DIGITS)
}

/** The texts were recorded on AWS; the length of a description is inferred from its other limits. */
export function checkApiKey({ name = '', description = '', value }: ApiKeyTexts): void {
  if (name.length > MAX_NAME_LENGTH) {
    throw badRequest(`Invalid API Key name, can be at most ${MAX_NAME_LENGTH} characters.`)
  }
  if (description.length > MAX_DESCRIPTION_LENGTH) throw badRequest('Invalid API Key description specified.')
  if (value === undefined) return
  if (value.length > MAX_VALUE_LENGTH) {
    throw badRequest(`API Key value exceeds maximum size of ${MAX_VALUE_LENGTH} characters`)
  }
  if (value.length < MIN_VALUE_LENGTH) {
    throw badRequest(`API Key value should be at least ${MIN_VALUE_LENGTH} characters`)
  }
}

interface ApiKeyTexts {
  readonly name?: string
  readonly description?: string
  readonly value?: string
}

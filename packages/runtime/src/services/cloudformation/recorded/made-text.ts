import { createHash } from 'node:crypto'
import { ALPHANUMERIC, LOWER_ALPHANUMERIC, UPPER_ALPHANUMERIC } from '../../../kernel/ids.ts'

/**
 * Made-up ids of one resource. They look random and follow from the resource's generated name, which is random, and from
 * what they are for: so that the same question always has the same answer.
 */
export interface MadeText {
  hex(purpose: string, length: number): string
  lower(purpose: string, length: number): string
  upper(purpose: string, length: number): string
  mixed(purpose: string, length: number): string
  digits(purpose: string, length: number): string
  uuid(purpose: string): string
}

export function madeText(seed: string): MadeText {
  const bytes = (purpose: string) => createHash('sha512').update(`${seed}\n${purpose}`).digest()
  const drawn = (alphabet: string) => (purpose: string, length: number) =>
    Array.from(bytes(purpose).subarray(0, length), (byte) => alphabet[byte % alphabet.length]).join('')
  const hex = (purpose: string, length: number) => bytes(purpose).toString('hex').slice(0, length)
  return {
    hex,
    lower: drawn(LOWER_ALPHANUMERIC),
    upper: drawn(UPPER_ALPHANUMERIC),
    mixed: drawn(ALPHANUMERIC),
    digits: drawn('123456789'),
    uuid(purpose) {
      const text = hex(purpose, 32)
      return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-a${text.slice(17, 20)}-${text.slice(20)}`
    },
  }
}

import type { Random } from '../../../kernel/random.ts'

/** A number in base 32 with `0-9a-v`, padded. AWS's own ids lack leading zeros now and then; ours never do. */
function base32(random: Random, length: number): string {
  let text = ''
  for (const byte of random.bytes(length)) text += (byte & 31).toString(32)
  return text
}

/** 26 characters (observed). */
export function newClientId(random: Random): string {
  return base32(random, 26)
}

/** 52 characters, 260 bits (observed). */
export function newClientSecret(random: Random): string {
  return base32(random, 52)
}

/** Documented: the client's id and the time. `taken` keeps two of the same moment apart. */
export function newSecretId(clientId: string, now: number, taken: readonly string[]): string {
  let time = now
  while (taken.includes(`${clientId}--${time}`)) time++
  return `${clientId}--${time}`
}

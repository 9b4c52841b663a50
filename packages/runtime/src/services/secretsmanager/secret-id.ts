import { arnOf } from '../../kernel/arn.ts'
import { ALPHANUMERIC, randomText } from '../../kernel/ids.ts'
import type { Place } from '../../kernel/place.ts'
import type { Random } from '../../kernel/random.ts'
import { invalidName } from './errors.ts'

const SUFFIX_LENGTH = 6

/** Documented: ASCII letters, numbers and `/_+=.@-`; AWS's refusal adds the exclamation mark. */
export function checkName(name: string): void {
  if (!/^[A-Za-z0-9/_+=.@!-]+$/.test(name)) throw invalidName()
}

/** `arn:…:secret:{name}-{six random characters}`, so that a new secret of an old name is another one (documented). */
export function newSecretArn(place: Place, name: string, random: Random): string {
  return arnOf('secretsmanager', place, `secret:${name}-${randomText(random, SUFFIX_LENGTH, ALPHANUMERIC)}`)
}

export interface SecretReference {
  /** Names that the secret may have. */
  readonly names: readonly string[]
  /** What its ARN must be, or begin with. Undefined where the caller gave a name. */
  readonly arn?: string
}

/**
 * Reads a `SecretId`: a name, an ARN, or an ARN without its last seven characters (documented). An ARN that ends in a
 * hyphen and six characters is taken for a whole one, so a secret of such a name is not found by its partial ARN
 * (documented and recorded).
 */
export function readSecretId(id: string): SecretReference {
  const name = /^arn:[^:]+:secretsmanager:[^:]*:[^:]*:secret:(.+)$/.exec(id)?.[1]
  if (name === undefined) return { names: [id] }
  const whole = /^(.+)-[A-Za-z0-9]{6}$/.exec(name)?.[1]
  return { names: [whole ?? name], arn: id }
}

export function isMeant(arn: string, { arn: wanted }: SecretReference): boolean {
  return wanted === undefined || arn === wanted || arn.slice(0, -SUFFIX_LENGTH - 1) === wanted
}

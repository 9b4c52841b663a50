import { arnOf } from '../../kernel/arn.ts'
import type { Clock } from '../../kernel/clock.ts'
import { ALPHANUMERIC, LOWER_ALPHANUMERIC, randomText, uuid } from '../../kernel/ids.ts'
import type { Place } from '../../kernel/place.ts'
import type { Random } from '../../kernel/random.ts'
import { validationError } from './errors.ts'

const STACK_NAME = /^[a-zA-Z][-a-zA-Z0-9]*$/
const MAX_STACK_NAME = 128

/** Observed text. CreateStack's own constraint does not hold for the stacks that CreateChangeSet makes. */
export function checkStackName(name: string): void {
  const refuse = (constraint: string) => {
    throw validationError(
      `1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: Member must ${constraint}`,
    )
  }
  if (!STACK_NAME.test(name)) refuse('satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*')
  if (name.length > MAX_STACK_NAME) refuse(`have length less than or equal to ${MAX_STACK_NAME}`)
}

const SUFFIX_LENGTH = 12
/** 100-nanosecond intervals between the start of the Gregorian calendar and that of the epoch (RFC 9562, section 5.1). */
const GREGORIAN_OFFSET = 122_192_928_000_000_000n

/** `arn:aws:cloudformation:{region}:{account}:stack/{name}/{uuid}`: the ids inside are of UUID version 1 (observed). */
export function newStackId(place: Place, name: string, clock: Clock, random: Random): string {
  return arnOf('cloudformation', place, `stack/${name}/${timeBasedUuid(clock, random)}`)
}

export function newChangeSetId(place: Place, name: string, random: Random): string {
  return arnOf('cloudformation', place, `changeSet/${name}/${uuid(random)}`)
}

function timeBasedUuid(clock: Clock, random: Random): string {
  const ticks = (BigInt(clock.now()) * 10_000n + GREGORIAN_OFFSET).toString(16).padStart(16, '0')
  const rest = uuid(random)
  // The last group is a node id; a random one has its multicast bit set.
  const node = (Number.parseInt(rest.slice(24, 26), 16) | 1).toString(16).padStart(2, '0')
  return `${ticks.slice(8)}-${ticks.slice(4, 8)}-1${ticks.slice(1, 4)}-${rest.slice(19, 23)}-${node}${rest.slice(26)}`
}

/**
 * `{stack}-{logicalId}-{suffix}` (observed): the suffix has 12 characters, of mixed case unless the service needs lower
 * case; what is too long is cut from the stack's name and the logical id, which share the room that there is.
 */
export function generatedName(
  stackName: string,
  logicalId: string,
  { maxLength, lowerCase = false }: { maxLength: number; lowerCase?: boolean },
  random: Random,
): string {
  const suffix = randomText(random, SUFFIX_LENGTH, lowerCase ? LOWER_ALPHANUMERIC : ALPHANUMERIC)
  const room = maxLength - SUFFIX_LENGTH - 2
  const forStack = Math.max(room - logicalId.length, Math.ceil(room / 2))
  const stack = stackName.slice(0, forStack)
  const name = `${stack}-${logicalId.slice(0, room - stack.length)}-${suffix}`
  return lowerCase ? name.toLowerCase() : name
}

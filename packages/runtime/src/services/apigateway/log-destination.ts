import { parseArn } from '../../kernel/arn.ts'
import { notEmulated } from '../../kernel/errors.ts'
import type { Place } from '../../kernel/place.ts'
import { badRequest } from './errors.ts'

const GROUP = /^log-group:([\w./#-]{1,512})$/

/** The log group that an ARN names; undefined when it names none. */
export function logGroupOf(destinationArn: string): string | undefined {
  return GROUP.exec(parseArn(destinationArn)?.resource ?? '')?.[1]
}

/**
 * Refuses what cannot be the destination of an access log. The texts are observed in the field, but for the last, which is
 * inferred, as is that a group elsewhere is refused.
 */
export function checkDestination(destinationArn: string, place: Place): void {
  if (!destinationArn.startsWith('arn:')) {
    throw invalidArn(`ARNs must start with 'arn:': ${destinationArn}`)
  }
  const arn = parseArn(destinationArn)
  if (arn?.service === 'firehose') throw notEmulated('An access log on Firehose (accessLogSettings.destinationArn)')
  if (arn?.service !== 'logs') throw invalidArn("ARN vendor should be 'logs'")
  if (logGroupOf(destinationArn) === undefined) {
    throw badRequest(
      `Access log destination must only contain characters a-z, A-Z, 0-9, '_', '-', '/', '.': '${arn.resource}'`,
    )
  }
  if (arn.region !== place.region || arn.account !== place.account) {
    throw invalidArn(`The log group must be in the account and region of the API: ${destinationArn}`)
  }
}

function invalidArn(why: string) {
  return badRequest(`Invalid ARN specified in the request. ${why}`)
}

import { parseArn } from './arn.ts'
import type { Place } from './place.ts'

/* Where the access logs of API Gateway's stages may go, of both its services. */

const GROUP = /^log-group:([\w./#-]{1,512})$/

/** The log group that an ARN names; undefined when it names none. */
export function logGroupOf(destinationArn: string): string | undefined {
  return GROUP.exec(parseArn(destinationArn)?.resource ?? '')?.[1]
}

/**
 * What is wrong with a destination that is to be a log group. The texts are observed in the field, but for the last, which
 * is inferred, as is that a group elsewhere is refused.
 */
export function problemWithLogGroup(destinationArn: string, { account, region }: Place): string | undefined {
  if (!destinationArn.startsWith('arn:')) return invalidArn(`ARNs must start with 'arn:': ${destinationArn}`)
  const arn = parseArn(destinationArn)
  if (arn?.service !== 'logs') return invalidArn("ARN vendor should be 'logs'")
  if (logGroupOf(destinationArn) === undefined) {
    return `Access log destination must only contain characters a-z, A-Z, 0-9, '_', '-', '/', '.': '${arn.resource}'`
  }
  if (arn.region !== region || arn.account !== account) {
    return invalidArn(`The log group must be in the account and region of the API: ${destinationArn}`)
  }
  return undefined
}

function invalidArn(why: string): string {
  return `Invalid ARN specified in the request. ${why}`
}

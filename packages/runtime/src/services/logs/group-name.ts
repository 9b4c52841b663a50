import { arnOf } from '../../kernel/arn.ts'
import type { Place } from '../../kernel/place.ts'
import { invalidParameter, validation } from './errors.ts'

export function groupArn(place: Place, name: string): string {
  return arnOf('logs', place, `log-group:${name}`)
}

export function streamArn(place: Place, group: string, stream: string): string {
  return `${groupArn(place, group)}:log-stream:${stream}`
}

/** Reads the ARN of a group, with or without `:*` behind it. Undefined when it is none. */
export function groupNameOfArn(arn: string): string | undefined {
  return /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:*]+)(?::\*)?$/.exec(arn)?.[1]
}

interface Addressed {
  readonly logGroupName?: string
  /** Name or ARN. */
  readonly logGroupIdentifier?: string
}

/** The name that a request gives in one of its two ways (recorded: not in both). */
export function groupNameOf({ logGroupName, logGroupIdentifier }: Addressed): string {
  if (logGroupName !== undefined && logGroupIdentifier !== undefined) {
    throw validation('LogGroup name and LogGroup ARN are mutually exclusive parameters.')
  }
  const given = logGroupName ?? logGroupIdentifier
  if (given === undefined) throw validation('One of LogGroup name or LogGroup ARN is required.')
  return groupNameOfArn(given) ?? given
}

/** The group that a tagging request is for. */
export function taggedGroup(resourceArn: string): string {
  const name = groupNameOfArn(resourceArn)
  if (name === undefined) throw invalidParameter(`The ARN ${resourceArn} is not the ARN of a log group.`)
  return name
}

/** `aws/…`, which is none of the `/aws/…` that services of AWS log into. */
export function isReserved(name: string): boolean {
  return name.startsWith('aws/')
}

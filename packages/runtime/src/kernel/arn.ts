import { type Place, partitionOf } from './place.ts'

/** `arn:{partition}:{service}:{region}:{account}:{resource}` of something in a place. */
export function arnOf(service: string, place: Place, resource: string): string {
  return `arn:${partitionOf(place.region)}:${service}:${place.region}:${place.account}:${resource}`
}

/** As {@link arnOf}, for services whose ARNs carry no region (IAM, STS). */
export function globalArnOf(service: string, place: Place, resource: string): string {
  return `arn:${partitionOf(place.region)}:${service}::${place.account}:${resource}`
}

export interface ParsedArn {
  readonly partition: string
  readonly service: string
  readonly region: string
  readonly account: string
  readonly resource: string
}

export function parseArn(text: string): ParsedArn | undefined {
  const [arn, partition, service, region, account, ...rest] = text.split(':')
  if (arn !== 'arn' || !partition || !service || region === undefined || account === undefined || !rest.length) {
    return undefined
  }
  return { partition, service, region, account, resource: rest.join(':') }
}

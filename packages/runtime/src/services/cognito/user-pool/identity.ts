import { arnOf } from '../../../kernel/arn.ts'
import { ALPHANUMERIC, randomText } from '../../../kernel/ids.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Random } from '../../../kernel/random.ts'

/** `{region}_` and nine letters or digits (observed). */
export function newPoolId(place: Place, random: Random): string {
  return `${place.region}_${randomText(random, 9, ALPHANUMERIC)}`
}

export function poolArn(place: Place, poolId: string): string {
  return arnOf('cognito-idp', place, `userpool/${poolId}`)
}

/** 44 characters of standard base64 (observed). */
export function newKeyId(random: Random): string {
  return random.bytes(32).toString('base64')
}

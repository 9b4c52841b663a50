import type { Place } from '../../kernel/place.ts'
import type { Throttles } from '../../kernel/throttle/throttles.ts'
import type { TokenBucket } from '../../kernel/throttle/token-bucket.ts'
import type { ThrottleLimits } from '../key-ports.ts'

/** What limits are counted with. */
export interface ThrottlePorts {
  readonly throttles: Throttles
  /** For all requests to the APIs of an account and region; undefined: there are no such limits. */
  readonly accountLimits: ThrottleLimits | undefined
}

/** Whose limits one more request is beyond; undefined if nobody's. */
export type Exceeded = (now: number) => string | undefined

/** What all callers of a method or route share: its own limits on the stage, and then those of the account. */
export function sharedLimits(
  name: string,
  own: ThrottleLimits | undefined,
  { account, region }: Place,
  { throttles, accountLimits }: ThrottlePorts,
): Exceeded {
  const buckets: (readonly [TokenBucket, string])[] = []
  if (own) buckets.push([throttles.bucket(name, own), `the limits of ${name}`])
  if (accountLimits) {
    buckets.push([throttles.bucket(`${account}/${region}`, accountLimits), `the account's limits in ${region}`])
  }
  return (now) => {
    for (const [bucket, whose] of buckets) if (!bucket.take(now)) return whose
    return undefined
  }
}

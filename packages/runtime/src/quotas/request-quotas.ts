import type { Clock } from '../kernel/clock.ts'
import { AwsError } from '../kernel/errors.ts'
import { isJsonObject } from '../kernel/json.ts'
import type { Place } from '../kernel/place.ts'
import { Throttles } from '../kernel/throttle/throttles.ts'
import { type Category, categoryOf, PER_POOL_AND_SECOND } from './cognito-quotas.ts'

/** One call of an operation by a client. */
export interface QuotaCall {
  readonly service: string
  readonly operation: string
  readonly place: Place
  readonly input: unknown
}

/** How often clients may call AWS's own APIs. CloudFormation's calls are not counted: AWS has it wait by itself. */
export interface RequestQuotas {
  /** Throws `TooManyRequestsException` for a call too many. */
  charge(call: QuotaCall): void
  /** Whether there may be one more token by client credentials. */
  admitsToken(place: Place): boolean
}

/** AWS's quotas of Cognito, the only ones that are documented by operation. Each second's worth may come at once (inferred). */
export function awsQuotas(clock: Clock): RequestQuotas {
  const throttles = new Throttles()
  const take = (name: string, perSecond: number) =>
    throttles.bucket(name, { rateLimit: perSecond, burstLimit: perSecond }).take(clock.now())
  const takeOf = ({ name, perSecond }: Category, { account, region }: Place) =>
    take(`${account}/${region}/${name}`, perSecond)
  return {
    charge({ service, operation, place, input }) {
      const category = service === 'cognito-idp' ? categoryOf(operation) : undefined
      if (!category) return
      const pool = category.perPool && isJsonObject(input) ? input.UserPoolId : undefined
      const fits =
        takeOf(category, place) && (typeof pool !== 'string' || take(`${operation}/${pool}`, PER_POOL_AND_SECOND))
      // Status 400 is documented and observed (repost.aws QU4TwM5qK1SwiX3Eq6mHUQVw); the text is inferred.
      if (!fits) throw new AwsError('TooManyRequestsException', 'Rate exceeded')
    },
    admitsToken(place) {
      const category = categoryOf('GetClientToken')
      return !category || takeOf(category, place)
    },
  }
}

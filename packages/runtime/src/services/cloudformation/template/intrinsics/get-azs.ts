import { isKnownAfterApply, KNOWN_AFTER_APPLY } from '../known-after-apply.ts'
import type { Intrinsic } from '../scope.ts'

/** Three zones in every region: there are no networks here that could tell the difference. */
const ZONES = ['a', 'b', 'c']

export const getAzs: Intrinsic = {
  name: 'Fn::GetAZs',
  async resolve(argument, scope, resolve) {
    const region = await resolve(argument)
    if (isKnownAfterApply(region)) return KNOWN_AFTER_APPLY
    return ZONES.map((zone) => `${region || scope.place.region}${zone}`)
  },
}

import { zoneNamesOf } from '../../../../kernel/zones.ts'
import { isKnownAfterApply, KNOWN_AFTER_APPLY } from '../known-after-apply.ts'
import type { Intrinsic } from '../scope.ts'

export const getAzs: Intrinsic = {
  name: 'Fn::GetAZs',
  async resolve(argument, scope, resolve) {
    const region = await resolve(argument)
    if (isKnownAfterApply(region)) return KNOWN_AFTER_APPLY
    return zoneNamesOf(String(region || scope.place.region))
  },
}

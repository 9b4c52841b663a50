import type { JsonValue } from '../../../../kernel/json.ts'
import { templateError } from '../../errors.ts'
import { isKnownAfterApply, KNOWN_AFTER_APPLY } from '../known-after-apply.ts'
import type { Intrinsic } from '../scope.ts'

export const findInMap: Intrinsic = {
  name: 'Fn::FindInMap',
  check(argument) {
    if (!Array.isArray(argument) || argument.length !== 3) {
      throw templateError(
        'every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value',
      )
    }
  },
  async resolve(argument, scope, resolve) {
    const keys = (await resolve(argument)) as readonly JsonValue[]
    if (keys.some(isKnownAfterApply)) return KNOWN_AFTER_APPLY
    const [map, top, second] = keys.map(String) as [string, string, string]
    const value = scope.mapping(map, top, second)
    if (value === undefined) throw templateError(`Unable to get mapping for ${map}::${top}::${second}`)
    return value
  },
}

import type { JsonValue } from '../../../../kernel/json.ts'
import { templateError } from '../../errors.ts'
import type { Intrinsic, Resolved } from '../scope.ts'
import { toText } from '../text.ts'

/** Scalars compare as texts, since parameters are texts whatever their type; everything else by its JSON. */
export function isEqual(a: Resolved, b: Resolved): boolean {
  const text = toText(a)
  return text === undefined ? JSON.stringify(a) === JSON.stringify(b) : text === toText(b)
}

export const equals: Intrinsic = {
  name: 'Fn::Equals',
  check(argument) {
    if (!Array.isArray(argument) || argument.length !== 2) {
      throw templateError('every Fn::Equals object requires a list of 2 string parameters.')
    }
  },
  async resolve(argument, _scope, resolve) {
    const [a, b] = argument as readonly [JsonValue, JsonValue]
    return isEqual(await resolve(a), await resolve(b))
  },
}

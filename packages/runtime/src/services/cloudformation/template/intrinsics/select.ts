import type { JsonValue } from '../../../../kernel/json.ts'
import { templateError } from '../../errors.ts'
import { isKnownAfterApply, KNOWN_AFTER_APPLY } from '../known-after-apply.ts'
import type { Intrinsic } from '../scope.ts'

function wrongArguments() {
  return templateError('Fn::Select requires a list argument with two elements: an integer index and a list')
}

export const select: Intrinsic = {
  name: 'Fn::Select',
  check(argument) {
    if (!Array.isArray(argument) || argument.length !== 2) throw wrongArguments()
  },
  async resolve(argument, _scope, resolve) {
    const [first, second] = argument as readonly [JsonValue, JsonValue]
    const index = await resolve(first)
    const list = await resolve(second)
    if (isKnownAfterApply(list) || isKnownAfterApply(index)) return KNOWN_AFTER_APPLY
    const position = typeof index === 'string' && /^\d+$/.test(index) ? Number(index) : index
    if (typeof position !== 'number' || !Number.isInteger(position) || !Array.isArray(list)) throw wrongArguments()
    if (position < 0 || position >= list.length) {
      throw templateError(`Fn::Select cannot select nonexistent value at index ${position}`)
    }
    return list[position] as JsonValue
  },
}

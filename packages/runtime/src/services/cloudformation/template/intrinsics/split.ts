import type { JsonValue } from '../../../../kernel/json.ts'
import { templateError } from '../../errors.ts'
import { isKnownAfterApply, KNOWN_AFTER_APPLY } from '../known-after-apply.ts'
import type { Intrinsic } from '../scope.ts'
import { toText } from '../text.ts'

function wrongArguments() {
  return templateError(
    'every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a ' +
      'function that returns a string to be split.',
  )
}

export const split: Intrinsic = {
  name: 'Fn::Split',
  check(argument) {
    if (!Array.isArray(argument) || argument.length !== 2) throw wrongArguments()
    if (typeof argument[0] !== 'string' || argument[0] === '') throw wrongArguments()
  },
  async resolve(argument, scope, resolve) {
    const [delimiter, source] = argument as readonly [string, JsonValue]
    const text = await resolve(source)
    if (isKnownAfterApply(text)) return KNOWN_AFTER_APPLY
    const whole = toText(text)
    if (whole === undefined) throw wrongArguments()
    const parts = whole.split(delimiter, scope.budget.values + 1)
    scope.budget.requireRoomFor(0, parts.length)
    return parts
  },
}

import type { JsonValue } from '../../../../kernel/json.ts'
import { templateError } from '../../errors.ts'
import { isKnownAfterApply, KNOWN_AFTER_APPLY } from '../known-after-apply.ts'
import type { Intrinsic } from '../scope.ts'
import { toText } from '../text.ts'

function wrongArguments() {
  return templateError(
    'every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined ' +
      'or a function that returns a list of strings (such as Fn::GetAZs) to be joined.',
  )
}

function read(argument: JsonValue): readonly [string, JsonValue] {
  if (!Array.isArray(argument) || argument.length !== 2) throw wrongArguments()
  const [delimiter, list] = argument as [JsonValue, JsonValue]
  if (typeof delimiter !== 'string' || typeof list !== 'object' || list === null) throw wrongArguments()
  return [delimiter, list]
}

export const join: Intrinsic = {
  name: 'Fn::Join',
  check(argument) {
    read(argument)
  },
  async resolve(argument, scope, resolve) {
    const [delimiter, parts] = read(argument)
    const list = await resolve(parts)
    if (isKnownAfterApply(list)) return KNOWN_AFTER_APPLY
    if (!Array.isArray(list)) throw wrongArguments()
    if (list.some(isKnownAfterApply)) return KNOWN_AFTER_APPLY
    const texts = list.map((item: JsonValue) => toText(item))
    if (texts.includes(undefined)) throw wrongArguments()
    scope.budget.requireRoomFor(texts.reduce((sum, text) => sum + (text?.length ?? 0) + delimiter.length, 0))
    return texts.join(delimiter)
  },
}

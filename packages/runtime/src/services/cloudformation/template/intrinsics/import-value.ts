import { templateError } from '../../errors.ts'
import { isKnownAfterApply, KNOWN_AFTER_APPLY } from '../known-after-apply.ts'
import type { Intrinsic } from '../scope.ts'

export const importValue: Intrinsic = {
  name: 'Fn::ImportValue',
  mention(argument, mentions) {
    mentions.importValue(argument)
  },
  async resolve(argument, scope, resolve) {
    const name = await resolve(argument)
    if (isKnownAfterApply(name)) return KNOWN_AFTER_APPLY
    if (typeof name !== 'string') {
      throw templateError('the attribute in Fn::ImportValue must be a string or a function that returns a string')
    }
    return scope.importValue(name)
  },
}

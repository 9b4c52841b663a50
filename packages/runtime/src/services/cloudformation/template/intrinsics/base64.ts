import { templateError } from '../../errors.ts'
import { isKnownAfterApply, KNOWN_AFTER_APPLY } from '../known-after-apply.ts'
import type { Intrinsic } from '../scope.ts'
import { toText } from '../text.ts'

export const base64: Intrinsic = {
  name: 'Fn::Base64',
  async resolve(argument, scope, resolve) {
    const value = await resolve(argument)
    if (isKnownAfterApply(value)) return KNOWN_AFTER_APPLY
    const text = toText(value)
    if (text === undefined) throw templateError('every Fn::Base64 object must have a String-typed value.')
    scope.budget.requireRoomFor(Math.ceil((Buffer.byteLength(text) * 4) / 3))
    return Buffer.from(text, 'utf8').toString('base64')
  },
}

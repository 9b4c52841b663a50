import { templateError } from '../../errors.ts'
import type { Intrinsic } from '../scope.ts'
import { UNKNOWN_NAME } from '../scope.ts'

export const ref: Intrinsic = {
  name: 'Ref',
  check(argument) {
    if (typeof argument !== 'string') throw templateError('every Ref object must have a single String value.')
  },
  mention(argument, mentions) {
    mentions.reference(String(argument))
  },
  resolve(argument, scope) {
    const name = String(argument)
    const value = scope.parameter(name)
    return value === UNKNOWN_NAME ? scope.reference(name) : value
  },
}

import type { JsonValue } from '../../../../kernel/json.ts'
import { templateError } from '../../errors.ts'
import type { Intrinsic } from '../scope.ts'

export function partsOfIf(argument: JsonValue): readonly [string, JsonValue, JsonValue] {
  if (Array.isArray(argument) && argument.length === 3 && typeof argument[0] === 'string') {
    return argument as unknown as readonly [string, JsonValue, JsonValue]
  }
  throw templateError('Fn::If requires a list argument with three elements, the first of which must be a string')
}

export const fnIf: Intrinsic = {
  name: 'Fn::If',
  check(argument) {
    partsOfIf(argument)
  },
  async resolve(argument, scope, resolve) {
    const [condition, whenTrue, whenFalse] = partsOfIf(argument)
    return resolve((await scope.condition(condition)) ? whenTrue : whenFalse)
  },
}

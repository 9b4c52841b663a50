import type { JsonValue } from '../../../../kernel/json.ts'
import { templateError } from '../../errors.ts'
import type { Intrinsic, Resolved } from '../scope.ts'

/** What a condition function gave, as a truth value: texts count as they read. */
export function isTrue(value: Resolved): boolean {
  return value === true || value === 'true'
}

function requireList(name: string, argument: JsonValue, min: number, max: number): readonly JsonValue[] {
  if (Array.isArray(argument) && argument.length >= min && argument.length <= max) return argument
  if (min === max) throw templateError(`every ${name} object requires a list of ${min} condition parameters.`)
  throw templateError(`every ${name} object requires a list of at least ${min} and at most ${max} boolean parameters.`)
}

export const and: Intrinsic = {
  name: 'Fn::And',
  check(argument) {
    requireList('Fn::And', argument, 2, 10)
  },
  async resolve(argument, _scope, resolve) {
    for (const part of argument as readonly JsonValue[]) if (!isTrue(await resolve(part))) return false
    return true
  },
}

export const or: Intrinsic = {
  name: 'Fn::Or',
  check(argument) {
    requireList('Fn::Or', argument, 2, 10)
  },
  async resolve(argument, _scope, resolve) {
    for (const part of argument as readonly JsonValue[]) if (isTrue(await resolve(part))) return true
    return false
  },
}

export const not: Intrinsic = {
  name: 'Fn::Not',
  check(argument) {
    requireList('Fn::Not', argument, 1, 1)
  },
  async resolve(argument, _scope, resolve) {
    const [part] = argument as readonly [JsonValue]
    return !isTrue(await resolve(part))
  },
}

export const condition: Intrinsic = {
  name: 'Condition',
  resolve: (argument, scope) => scope.condition(String(argument)),
}

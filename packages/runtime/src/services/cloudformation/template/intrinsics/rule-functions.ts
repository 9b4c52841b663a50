import { notEmulated } from '../../../../kernel/errors.ts'
import type { JsonValue } from '../../../../kernel/json.ts'
import { templateError } from '../../errors.ts'
import type { Intrinsic, Resolve, Resolved } from '../scope.ts'
import { UNKNOWN_NAME } from '../scope.ts'
import { isEqual } from './equals.ts'

function asList(value: Resolved): readonly JsonValue[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value as JsonValue]
}

function pair(name: string, argument: JsonValue): readonly [JsonValue, JsonValue] {
  if (Array.isArray(argument) && argument.length === 2) return argument as unknown as readonly [JsonValue, JsonValue]
  throw templateError(`every ${name} object requires a list of 2 parameters.`)
}

/** The functions that only rules may use: each compares a list with something. */
function comparison(name: string, holds: (list: readonly JsonValue[], other: Resolved) => boolean): Intrinsic {
  return {
    name,
    check(argument) {
      pair(name, argument)
    },
    async resolve(argument, _scope, resolve: Resolve) {
      const [list, other] = pair(name, argument)
      return holds(asList(await resolve(list)), await resolve(other))
    },
  }
}

export const contains = comparison('Fn::Contains', (list, value) => list.some((item) => isEqual(item, value)))

export const eachMemberEquals = comparison('Fn::EachMemberEquals', (list, value) =>
  list.every((item) => isEqual(item, value)),
)

export const eachMemberIn = comparison('Fn::EachMemberIn', (list, allowed) =>
  list.every((item) => asList(allowed).some((other) => isEqual(item, other))),
)

export const refAll: Intrinsic = {
  name: 'Fn::RefAll',
  resolve(argument, scope) {
    const values: JsonValue[] = []
    for (const name of scope.parametersOfType(String(argument))) {
      const value = scope.parameter(name)
      if (value !== UNKNOWN_NAME && value !== undefined) values.push(...asList(value))
    }
    return values
  },
}

/** These look up attributes of VPCs, subnets and the like, which do not exist here. */
function attributeLookup(name: string): Intrinsic {
  const refuse = () => {
    throw notEmulated(name)
  }
  return { name, check: refuse, resolve: refuse }
}

export const fnValueOf = attributeLookup('Fn::ValueOf')
export const fnValueOfAll = attributeLookup('Fn::ValueOfAll')

import type { Intrinsic } from '../scope.ts'
import { base64 } from './base64.ts'
import { cidr } from './cidr.ts'
import { equals } from './equals.ts'
import { findInMap } from './find-in-map.ts'
import { getAtt } from './get-att.ts'
import { getAzs } from './get-azs.ts'
import { getStackOutput } from './get-stack-output.ts'
import { fnIf } from './if.ts'
import { importValue } from './import-value.ts'
import { join } from './join.ts'
import { length, toJsonString } from './language-extensions.ts'
import { and, condition, not, or } from './logic.ts'
import { ref } from './ref.ts'
import { contains, eachMemberEquals, eachMemberIn, fnValueOf, fnValueOfAll, refAll } from './rule-functions.ts'
import { select } from './select.ts'
import { split } from './split.ts'
import { sub } from './sub.ts'

function byName(list: readonly Intrinsic[]): ReadonlyMap<string, Intrinsic> {
  return new Map(list.map((intrinsic) => [intrinsic.name, intrinsic]))
}

const ANYWHERE = [ref, findInMap, fnIf, join, select, split, sub]
const LOGIC = [and, condition, equals, not, or]

/** In `Properties`, `Outputs` and whatever else of a resource may hold functions. */
export const PROPERTY_FUNCTIONS = byName([
  ...ANYWHERE,
  base64,
  cidr,
  getAtt,
  getAzs,
  getStackOutput,
  importValue,
  length,
  toJsonString,
])

/** `{ Condition: name }` is a function only here; in an IAM policy it is data. */
export const CONDITION_FUNCTIONS = byName([...ANYWHERE, ...LOGIC])

export const RULE_FUNCTIONS = byName([
  ...ANYWHERE,
  ...LOGIC,
  contains,
  eachMemberEquals,
  eachMemberIn,
  refAll,
  fnValueOf,
  fnValueOfAll,
])

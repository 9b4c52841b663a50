import type { Keyword } from '../keyword.ts'
import { allOf, anyOf, not, oneOf } from './combinations.ts'
import { items, maxItems, minItems, uniqueItems } from './lists.ts'
import { maximum, minimum, multipleOf } from './numbers.ts'
import {
  additionalProperties,
  dependencies,
  maxProperties,
  minProperties,
  patternProperties,
  properties,
  required,
} from './objects.ts'
import { maxLength, minLength, pattern } from './strings.ts'
import { enumeration, type } from './values.ts'

/** In the order in which they speak. */
export const KEYWORDS: readonly Keyword[] = [
  type,
  maximum,
  minimum,
  multipleOf,
  maxLength,
  minLength,
  pattern,
  maxItems,
  minItems,
  uniqueItems,
  items,
  maxProperties,
  minProperties,
  required,
  dependencies,
  additionalProperties,
  properties,
  patternProperties,
  not,
  anyOf,
  oneOf,
  allOf,
  enumeration,
]

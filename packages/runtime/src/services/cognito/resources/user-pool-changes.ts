import { isDeepStrictEqual } from 'node:util'
import type { CreateUserPoolRequest, SchemaAttributeType } from '../../../generated/cognito-idp.ts'
import { invalidParameter } from '../errors.ts'

const LASTING = ['AliasAttributes', 'UsernameAttributes', 'UsernameConfiguration'] as const

type Lasting = Pick<CreateUserPoolRequest, (typeof LASTING)[number]>

/** A pool keeps these for life, and CloudFormation does not replace it for them: the update fails (observed). */
export function checkLasting(before: Lasting, after: Lasting): void {
  for (const property of LASTING) {
    if (!isDeepStrictEqual(comparable(before[property]), comparable(after[property]))) {
      throw invalidParameter(`Updates are not allowed for property - ${property}.`)
    }
  }
}

/** Lists of names are sets. */
function comparable(value: unknown): unknown {
  return Array.isArray(value) ? [...value].sort() : value
}

/** Attributes that the template has added; those it had must all still be there, unchanged (observed). */
export function newAttributes(
  before: readonly SchemaAttributeType[] = [],
  after: readonly SchemaAttributeType[] = [],
): readonly SchemaAttributeType[] {
  for (const attribute of before) {
    if (!isDeepStrictEqual(attribute, named(after, attribute.Name))) {
      throw invalidParameter('Existing schema attributes cannot be modified or deleted.')
    }
  }
  return after.filter(({ Name }) => named(before, Name) === undefined)
}

function named(attributes: readonly SchemaAttributeType[], name: string | undefined) {
  return attributes.find(({ Name }) => Name === name)
}

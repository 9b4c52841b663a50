import type { AttributeType, SchemaAttributeType } from '../../../generated/cognito-idp.ts'
import { invalidParameter } from '../errors.ts'
import type { UserAttributes } from './records.ts'

type Schema = readonly SchemaAttributeType[]

/** Attributes that prove themselves by a code, and where that is noted. */
export const VERIFIABLE = ['email', 'phone_number'] as const
export type Verifiable = (typeof VERIFIABLE)[number]

export const verifiedFlag = (attribute: Verifiable): string => `${attribute}_verified`

export function isVerifiable(attribute: string): attribute is Verifiable {
  return (VERIFIABLE as readonly string[]).includes(attribute)
}

export function isVerified(attributes: UserAttributes, attribute: Verifiable): boolean {
  return attributes[verifiedFlag(attribute)] === 'true'
}

/** A list of a request as a record; of a name given twice the last one counts (inferred). */
export function attributesOf(list: readonly AttributeType[] | undefined): Record<string, string> {
  return Object.fromEntries((list ?? []).map(({ Name, Value = '' }) => [Name, Value]))
}

/** `sub` first, as AWS lists them (recorded). */
export function attributeList(sub: string, attributes: UserAttributes): AttributeType[] {
  return [{ Name: 'sub', Value: sub }, ...Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }))]
}

/** Attributes of a new user. `required`: a person must give what the schema requires, an administrator need not. */
export function checkNewAttributes(schema: Schema, given: UserAttributes, { required }: { required: boolean }): void {
  refuseOwn(given)
  const unknown = Object.keys(given).find((name) => !find(schema, name))
  if (unknown !== undefined)
    throw invalidParameter(`${NON_CONFORMING}Type for attribute {${unknown}} could not be determined`)
  const missing = required ? missingAttributes(schema, given) : []
  refuseAll([...missing.map((name) => `${name}: The attribute is required`), ...valueFaults(schema, given)])
}

export function missingAttributes(schema: Schema, given: UserAttributes): string[] {
  return schema.flatMap(({ Name = '', Required }) => (Required && Name !== 'sub' && !given[Name] ? [Name] : []))
}

/**
 * A change of attributes that are there, or come to be. An administrator hears of an unknown one otherwise than a user
 * does (recorded for both).
 */
export function checkChangedAttributes(schema: Schema, changes: UserAttributes, by: 'administrator' | 'user'): void {
  refuseOwn(changes)
  const names = Object.keys(changes)
  const unknown = names.find((name) => !find(schema, name))
  if (unknown !== undefined) {
    throw by === 'user' ? invalidParameter(unknownOfUser(unknown)) : nonConforming([unknownAttribute(unknown)])
  }
  refuseLasting(schema, names)
  refuseAll(valueFaults(schema, changes))
}

/** The text for an unknown one is second-hand (moto), the others are inferred from those of changes. */
export function checkRemovedAttributes(schema: Schema, names: readonly string[]): void {
  refuseOwn(Object.fromEntries(names.map((name) => [name, ''])))
  const unknown = names.filter((name) => !find(schema, name))
  // Each on a line (of several observed second-hand: moto).
  if (unknown.length > 0) throw invalidParameter(`Invalid user attributes: ${unknown.map(unknownOfUser).join('')}`)
  refuseLasting(schema, names)
  refuseAll(names.filter((name) => find(schema, name)?.Required).map((name) => `${name}: The attribute is required`))
}

/** An empty value removes an attribute (inferred). An address that changes is unverified until somebody proves it. */
export function withChanges(before: UserAttributes, changes: UserAttributes): UserAttributes {
  const after: Record<string, string> = { ...before }
  for (const name of VERIFIABLE) {
    const changed = changes[name] !== undefined && changes[name] !== before[name]
    if (changed && before[verifiedFlag(name)] !== undefined) after[verifiedFlag(name)] = 'false'
  }
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') delete after[name]
    else after[name] = isVerifiable(name.replace(/_verified$/, '')) ? lowerFlag(name, value) : value
  }
  return after
}

export function withoutAttributes(before: UserAttributes, names: readonly string[]): UserAttributes {
  const gone = new Set(names.flatMap((name) => (isVerifiable(name) ? [name, verifiedFlag(name)] : [name])))
  return Object.fromEntries(Object.entries(before).filter(([name]) => !gone.has(name)))
}

/** Flags come as `True` from some clients and are shown in lower case (observed: moto's tests against AWS). */
function lowerFlag(name: string, value: string): string {
  return name.endsWith('_verified') ? value.toLowerCase() : value
}

function find(schema: Schema, name: string): SchemaAttributeType | undefined {
  return schema.find(({ Name }) => Name === name)
}

/** Nobody gives themselves an identity: of `sub` observed, of `identities` inferred. */
function refuseOwn(given: UserAttributes): void {
  const own = ['sub', 'identities'].find((name) => given[name] !== undefined)
  if (own !== undefined) throw invalidParameter(`Cannot modify the non-mutable attribute ${own}`)
}

/** Text inferred. */
function refuseLasting(schema: Schema, names: readonly string[]): void {
  const lasting = names.find((name) => find(schema, name)?.Mutable === false)
  if (lasting !== undefined) throw invalidParameter(`user.${lasting}: Attribute cannot be updated.\n`)
}

const EMAIL = /^[^\s@]+@[^\s@]+$/
const PHONE_NUMBER = /^\+\d+$/

export const isEmail = (text: string) => EMAIL.test(text)
export const isPhoneNumber = (text: string) => PHONE_NUMBER.test(text)

/** Longer values are none that AWS stores (documented: quotas). */
const MAX_LENGTH = 2048

/** Texts inferred, but for that of an email address, and of a phone number second-hand. */
function valueFaults(schema: Schema, given: UserAttributes): string[] {
  if (given.email && !isEmail(given.email)) throw invalidParameter('Invalid email address format.')
  if (given.phone_number && !isPhoneNumber(given.phone_number)) throw invalidParameter('Invalid phone number format.')
  return Object.entries(given).flatMap(([name, value]) => {
    const attribute = find(schema, name)
    const fault = attribute && value !== '' ? valueFault(attribute, value) : undefined
    return fault === undefined ? [] : [`${name}: ${fault}`]
  })
}

function valueFault(attribute: SchemaAttributeType, value: string): string | undefined {
  if (value.length > MAX_LENGTH) return tooLong(MAX_LENGTH)
  switch (attribute.AttributeDataType) {
    case 'Number':
      return numberFault(attribute, value)
    case 'Boolean':
      return /^(?:true|false)$/i.test(value) ? undefined : 'Attribute is not a boolean'
    case 'DateTime':
      return Number.isNaN(Date.parse(value)) ? 'Attribute is not a date' : undefined
    default:
      return lengthFault(attribute, value)
  }
}

function numberFault({ NumberAttributeConstraints: bounds }: SchemaAttributeType, value: string): string | undefined {
  if (!/^-?\d+$/.test(value)) return 'Attribute is not a number'
  if (bounds?.MinValue !== undefined && Number(value) < Number(bounds.MinValue)) {
    return `Number must be no less than ${bounds.MinValue}`
  }
  if (bounds?.MaxValue !== undefined && Number(value) > Number(bounds.MaxValue)) {
    return `Number must be no greater than ${bounds.MaxValue}`
  }
  return undefined
}

function lengthFault({ StringAttributeConstraints: bounds }: SchemaAttributeType, value: string): string | undefined {
  const longest = Number(bounds?.MaxLength ?? MAX_LENGTH)
  if (bounds?.MinLength !== undefined && value.length < Number(bounds.MinLength)) {
    return `String must be no shorter than ${bounds.MinLength} characters`
  }
  return value.length > longest ? tooLong(longest) : undefined
}

const tooLong = (longest: number) => `String must be no longer than ${longest} characters`

function refuseAll(faults: readonly string[]): void {
  if (faults.length > 0) throw nonConforming(faults)
}

const NON_CONFORMING = 'Attributes did not conform to the schema: '

const unknownAttribute = (name: string) => `${name}: Attribute does not exist in the schema.`
const unknownOfUser = (name: string) => `user.${unknownAttribute(name)}\n`

/** Each fault ends its line (observed: aws-amplify/amplify-flutter#509). */
function nonConforming(faults: readonly string[]) {
  return invalidParameter(`${NON_CONFORMING}${faults.map((fault) => `${fault}\n`).join('')}`)
}

import type { SchemaAttributeType } from '../../../generated/cognito-idp.ts'
import { invalidParameter } from '../errors.ts'

const text = (Name: string, MinLength: string, MaxLength: string): SchemaAttributeType => ({
  Name,
  AttributeDataType: 'String',
  DeveloperOnlyAttribute: false,
  Mutable: true,
  Required: false,
  StringAttributeConstraints: { MinLength, MaxLength },
})
const usualText = (name: string) => text(name, '0', '2048')
const flag = (Name: string): SchemaAttributeType => ({
  Name,
  AttributeDataType: 'Boolean',
  DeveloperOnlyAttribute: false,
  Mutable: true,
  Required: false,
})

/** OpenID Connect's standard claims in the order in which AWS lists them (CLI reference, describe-user-pool). */
const STANDARD_ATTRIBUTES: readonly SchemaAttributeType[] = [
  { ...text('sub', '1', '2048'), Mutable: false, Required: true },
  usualText('name'),
  usualText('given_name'),
  usualText('family_name'),
  usualText('middle_name'),
  usualText('nickname'),
  usualText('preferred_username'),
  usualText('profile'),
  usualText('picture'),
  usualText('website'),
  usualText('email'),
  flag('email_verified'),
  usualText('gender'),
  text('birthdate', '10', '10'),
  usualText('zoneinfo'),
  usualText('locale'),
  usualText('phone_number'),
  flag('phone_number_verified'),
  usualText('address'),
  {
    Name: 'updated_at',
    AttributeDataType: 'Number',
    DeveloperOnlyAttribute: false,
    Mutable: true,
    Required: false,
    NumberAttributeConstraints: { MinValue: '0' },
  },
  { ...usualText('identities'), StringAttributeConstraints: {} },
]

const STANDARD_NAMES: ReadonlySet<string | undefined> = new Set(STANDARD_ATTRIBUTES.map(({ Name }) => Name))

/** A new pool's attributes: the standard ones as adjusted by the request, then its own. */
export function newSchema(requested: readonly SchemaAttributeType[] = []): readonly SchemaAttributeType[] {
  const standard = STANDARD_ATTRIBUTES.map((attribute) => {
    const [change, another] = requested.filter(({ Name }) => Name === attribute.Name)
    if (another) throw duplicateName(attribute.Name)
    return change ? adjusted(attribute, change) : attribute
  })
  return withCustomAttributes(
    standard,
    requested.filter(({ Name }) => !STANDARD_NAMES.has(Name)),
  )
}

/** Adds attributes of the pool's own; they can never be changed or removed again. */
export function withCustomAttributes(
  schema: readonly SchemaAttributeType[],
  added: readonly SchemaAttributeType[],
): readonly SchemaAttributeType[] {
  const result = [...schema]
  for (const attribute of added.map(customAttribute)) {
    if (schema.some(({ Name }) => Name === attribute.Name)) {
      throw invalidParameter(`${attribute.Name}: Existing attribute already has name ${attribute.Name}.`)
    }
    if (result.some(({ Name }) => Name === attribute.Name)) throw duplicateName(attribute.Name)
    result.push(attribute)
  }
  return result
}

/** Observed for a pool's own attributes; for standard ones inferred. */
function duplicateName(name: string | undefined) {
  return invalidParameter(`Duplicate custom attribute names ${name} are not allowed in a user pool schema.`)
}

/** A standard attribute may be required, immutable or bounded, but keeps its type (text observed). */
function adjusted(standard: SchemaAttributeType, change: SchemaAttributeType): SchemaAttributeType {
  const type = change.AttributeDataType ?? standard.AttributeDataType
  if (type !== standard.AttributeDataType || change.DeveloperOnlyAttribute) {
    throw invalidParameter(
      'You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute ' +
        `${standard.Name}`,
    )
  }
  checkBounds(standard.Name, change)
  return { ...standard, ...change }
}

/** No value of an attribute is longer (documented: quotas). */
const MAX_LENGTH = 2048

/** AWS's spelling, observed; of what is no number, and of too long ones, second-hand (moto). Bounds are texts in its API. */
function checkBounds(name: string | undefined, attribute: SchemaAttributeType): void {
  for (const kind of ['StringAttributeConstraints', 'NumberAttributeConstraints'] as const) {
    const bounds = Object.values(attribute[kind] ?? {})
    if (!bounds.every(isInteger)) throw invalidParameter(`Invalid ${kind} for schema attribute ${attribute.Name}`)
  }
  const { MinLength, MaxLength } = attribute.StringAttributeConstraints ?? {}
  if (Number(MinLength ?? 0) > MAX_LENGTH || Number(MaxLength ?? 0) > MAX_LENGTH) {
    throw invalidParameter(`user.${name}: String attributes cannot have a length of more than ${MAX_LENGTH}`)
  }
  if (MinLength !== undefined && MaxLength !== undefined && Number(MinLength) > Number(MaxLength)) {
    throw invalidParameter(`Attribute ${name} cannot have a max length shorter than it's min length`)
  }
  const { MinValue, MaxValue } = attribute.NumberAttributeConstraints ?? {}
  if (MinValue !== undefined && MaxValue !== undefined && Number(MinValue) > Number(MaxValue)) {
    throw invalidParameter(`Attribute ${name} cannot have a max value smaller than it's min value`)
  }
}

function isInteger(text: string | undefined): boolean {
  return text === undefined || /^-?\d+$/.test(text)
}

function customAttribute(input: SchemaAttributeType): SchemaAttributeType {
  const prefix = input.DeveloperOnlyAttribute ? 'dev:custom:' : 'custom:'
  const name = `${prefix}${input.Name ?? ''}`
  const type = input.AttributeDataType
  if (type === undefined) {
    throw invalidParameter('Invalid AttributeDataType input, consider using the provided AttributeDataType enum.')
  }
  if (input.Required) throw invalidParameter('Required custom attributes are not supported currently.')
  checkBounds(name, input)
  return {
    Name: name,
    AttributeDataType: type,
    DeveloperOnlyAttribute: input.DeveloperOnlyAttribute ?? false,
    Mutable: input.Mutable ?? true,
    Required: false,
    StringAttributeConstraints: input.StringAttributeConstraints ?? (type === 'String' ? {} : undefined),
    NumberAttributeConstraints: input.NumberAttributeConstraints ?? (type === 'Number' ? {} : undefined),
  }
}

/** Those that are not AWS's own. */
export function customAttributes(schema: readonly SchemaAttributeType[]): readonly SchemaAttributeType[] {
  return schema.filter(({ Name = '' }) => /^(?:dev:)?custom:/.test(Name))
}

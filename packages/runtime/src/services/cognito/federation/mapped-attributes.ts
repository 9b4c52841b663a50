import type { JsonObject, JsonValue } from '../../../kernel/json.ts'
import { wellFormed } from '../../../kernel/well-formed.ts'
import type { ClientRecord, UserPoolRecord } from '../records.ts'
import type { UserAttributes } from '../users/records.ts'
import { FederationError } from './federation-error.ts'

/** What only the pool itself gives, whatever a mapping says. */
const OWN: ReadonlySet<string> = new Set(['username', 'sub', 'identities'])
/** Documented: developer guide, quotas. */
const MAX_LENGTH = 2048

/** The attributes that a provider's claims are mapped to. A claim that is missing leaves its attribute as it was (documented). */
export function mappedAttributes(
  { schema }: Pick<UserPoolRecord, 'schema'>,
  { settings }: Pick<ClientRecord, 'settings'>,
  mapping: Readonly<Record<string, string>>,
  claims: JsonObject,
): UserAttributes {
  const known = new Set(schema.map(({ Name }) => Name))
  const attributes: Record<string, string> = {}
  for (const [name, claim] of Object.entries(mapping)) {
    if (OWN.has(name)) continue
    const value = Object.hasOwn(claims, claim) ? claims[claim] : undefined
    if (value === undefined || value === null) continue
    const attribute = known.has(name) ? name : `custom:${name}`
    const text = wellFormed(textOf(value))
    // Both documented, the texts are inferred.
    if (text.length > MAX_LENGTH)
      throw new FederationError(`The value of ${attribute} is longer than ${MAX_LENGTH} characters`)
    if (!isWritable(settings.WriteAttributes, attribute)) {
      throw new FederationError('A client attempted to write unauthorized attribute')
    }
    attributes[attribute] = text
  }
  return attributes
}

/**
 * A mapping with the attributes of the pool's own that a function has set by their names. That it need not map them is
 * inferred from AWS's example, in which a function makes `custom:user_groups`.
 */
export function withOwnAttributes(
  { schema }: Pick<UserPoolRecord, 'schema'>,
  mapping: Readonly<Record<string, string>>,
  made: JsonObject,
): Readonly<Record<string, string>> {
  const known = new Set(schema.map(({ Name }) => Name))
  const own = Object.keys(made).filter((name) => name.startsWith('custom:') && known.has(name))
  const mapped = new Set(Object.keys(mapping).map((name) => name.replace(/^(?!custom:)/, 'custom:')))
  return { ...mapping, ...Object.fromEntries(own.filter((name) => !mapped.has(name)).map((name) => [name, name])) }
}

/** Flags are the provider's to give: no client can list them. */
function isWritable(listed: readonly string[] | undefined, attribute: string): boolean {
  return listed === undefined || attribute.endsWith('_verified') || listed.includes(attribute)
}

/** What a provider says, as functions get it: each claim as the attribute that it would be mapped to. Nulls are left out. */
export function claimTexts(claims: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(claims).flatMap(([name, value]) => (value === null ? [] : [[name, textOf(value)]])),
  )
}

/** Of several values a list in brackets, each written as in forms (documented: "Mapping IdP attributes"). */
function textOf(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map((item) => encoded(textOf(item))).join(', ')}]`
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}

function encoded(text: string): string {
  return new URLSearchParams({ v: text }).toString().slice(2)
}

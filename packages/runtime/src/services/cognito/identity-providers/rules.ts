import type { Vault } from '../../../kernel/vault.ts'
import { invalidParameter } from '../errors.ts'
import type { UserPoolRecord } from '../records.ts'
import type { IdentityProviderRecord, ProviderType } from './records.ts'
import { kindOf, PROVIDER_KINDS } from './types/index.ts'

const SECRETS: ReadonlySet<string> = new Set(['client_secret', 'private_key'])
const RESERVED_NAMES: ReadonlySet<string> = new Set(['COGNITO', 'Cognito'])

/** Social providers are named like their type (text observed: aws/aws-cli#3179); the pool itself has a name, too. */
export function checkProviderName(name: string, type: ProviderType): void {
  const { fixedName } = kindOf(type)
  const taken = Object.values(PROVIDER_KINDS).some((kind) => 'fixedName' in kind && kind.fixedName === name)
  if (RESERVED_NAMES.has(name) || (fixedName === undefined ? taken : fixedName !== name)) {
    throw invalidParameter(`Provider ${name} cannot be of type ${type}.`)
  }
}

/**
 * Only attributes of the pool can be mapped to (text observed: aws/aws-cli#9729). `sub` and `identities` are the pool's
 * own to give (inferred).
 */
export function checkMapping({ schema }: UserPoolRecord, mapping: Readonly<Record<string, string>>): void {
  const known = new Set(schema.map(({ Name }) => Name))
  const invalid = Object.keys(mapping).filter((name) => name !== 'username' && !isMappable(known, name))
  if (invalid.length > 0) throw invalidParameter(`AttributeMapping contains invalid mapping: [${invalid.join(', ')}]`)
}

/** CDK writes the pool's own attributes without their prefix, and AWS takes that (observed: aws/aws-cdk#26820). */
function isMappable(known: ReadonlySet<string | undefined>, name: string): boolean {
  return name !== 'sub' && name !== 'identities' && (known.has(name) || known.has(`custom:${name}`))
}

/** `username` is mapped by itself (documented: developer guide, "Mapping IdP attributes"). */
export function withUsername(type: ProviderType, mapping: Readonly<Record<string, string>>): Record<string, string> {
  const { subject } = kindOf(type)
  return subject === undefined || mapping.username !== undefined ? { ...mapping } : { ...mapping, username: subject }
}

export function sealedDetails(
  vault: Vault,
  given: Readonly<Record<string, string>>,
): Pick<IdentityProviderRecord, 'details' | 'secrets'> {
  const entries = Object.entries(given)
  return {
    details: Object.fromEntries(entries.filter(([name]) => !SECRETS.has(name))),
    secrets: Object.fromEntries(
      entries.filter(([name]) => SECRETS.has(name)).map(([name, value]) => [name, vault.seal(value)]),
    ),
  }
}

/** Everything that was given, secrets included. */
export function openDetails(vault: Vault, { details, secrets }: IdentityProviderRecord): Record<string, string> {
  const opened = Object.entries(secrets).map(([name, sealed]) => [name, vault.open(sealed)] as const)
  return { ...details, ...Object.fromEntries(opened) }
}

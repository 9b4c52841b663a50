import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/json.ts'
import { formatError, validationError } from '../errors.ts'
import { requireAlphanumeric } from './alphanumeric.ts'
import { dictionary } from './dictionary.ts'
import { refuseTooMany } from './limits.ts'
import type { ResourceDeclaration, ResourcePolicy } from './template.ts'

const MEMBERS = [
  'Condition',
  'CreationPolicy',
  'DeletionPolicy',
  'DependsOn',
  'Description',
  'Metadata',
  'Properties',
  'Type',
  'UpdatePolicy',
  'UpdateReplacePolicy',
]

const POLICIES: readonly ResourcePolicy[] = ['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot']

interface Transformed {
  /** A transform may understand members that CloudFormation does not. */
  readonly isTransformed: boolean
  /** The resources may come from a file. */
  readonly mayBeIncluded: boolean
}

export function readResources(
  resources: JsonValue | undefined,
  { isTransformed, mayBeIncluded }: Transformed,
): Record<string, ResourceDeclaration> {
  if (!isJsonObject(resources) || Object.keys(resources).length === 0) {
    if (mayBeIncluded && (resources === undefined || isJsonObject(resources))) return dictionary()
    throw formatError('At least one Resources member must be defined.')
  }
  refuseTooMany('resources', Object.keys(resources).length)
  const read = dictionary<ResourceDeclaration>()
  for (const [name, resource] of Object.entries(resources)) {
    if (!isJsonObject(resource)) throw formatError('Any Resources member must be an object.')
    requireAlphanumeric('Resource', name)
    read[name] = readResource(name, resource, isTransformed)
  }
  return read
}

function readResource(name: string, resource: JsonObject, isTransformed: boolean): ResourceDeclaration {
  const { Type: type, Properties: properties = {}, Condition: condition, Metadata: metadata } = resource
  if (typeof type !== 'string') {
    throw formatError(`[/Resources/${name}] Every Resources object must contain a Type member.`)
  }
  const unknown = Object.keys(resource).find((member) => !MEMBERS.includes(member))
  if (unknown && !isTransformed) throw validationError(`Invalid template resource property '${unknown}'`)
  if (!isJsonObject(properties)) throw formatError(`[/Resources/${name}/Properties] Properties must be an object.`)
  const deletionPolicy = policyOf(name, 'DeletionPolicy', resource.DeletionPolicy)
  return {
    type,
    properties,
    dependsOn: dependenciesOf(name, resource.DependsOn),
    deletionPolicy,
    updateReplacePolicy: policyOf(name, 'UpdateReplacePolicy', resource.UpdateReplacePolicy),
    unbuilt: ['CreationPolicy', 'UpdatePolicy'].filter((member) => Object.hasOwn(resource, member)),
    condition: condition === undefined ? undefined : String(condition),
    metadata,
  }
}

function dependenciesOf(name: string, value: JsonValue | undefined): string[] {
  if (value === undefined) return []
  const list = Array.isArray(value) ? value : [value]
  if (!list.every((item) => typeof item === 'string')) {
    throw formatError(`[/Resources/${name}/DependsOn] DependsOn must be a string or a list of strings.`)
  }
  return [...new Set(list as string[])]
}

function policyOf(name: string, member: string, value: JsonValue | undefined): ResourcePolicy {
  if (value === undefined) return 'Delete'
  const policy = POLICIES.find((known) => known === value)
  if (policy && !(member === 'UpdateReplacePolicy' && policy === 'RetainExceptOnCreate')) return policy
  throw formatError(`Unrecognized ${member} ${JSON.stringify(value)} for resource "${name}"`)
}

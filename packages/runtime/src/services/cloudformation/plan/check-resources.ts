import { NotEmulatedError } from '../../../kernel/errors.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/json.ts'
import type { ResourceType } from '../../../kernel/resource-type.ts'
import type { ValidationFinding } from '../records.ts'
import { unknownReferencesIn } from '../template/dynamic-references.ts'
import { partsOfIf } from '../template/intrinsics/if.ts'
import { PROPERTY_FUNCTIONS } from '../template/intrinsics/index.ts'
import { callOf } from '../template/resolve.ts'
import type { Template } from '../template/template.ts'
import type { KnownType, TypeRegistry } from '../type-registry.ts'
import { conform, type PropertyProblem } from './conform.ts'

const isCall = (value: JsonValue) => callOf(value, PROPERTY_FUNCTIONS) !== undefined

/** Refuses what Sallyport does not do, all of it at once and by name, before anything is made. */
export function refuseUnbuilt(template: Template, types: TypeRegistry): void {
  const missing = new Names()
  const others = new Names()
  for (const [logicalId, { type, properties, unbuilt }] of Object.entries(template.resources)) {
    const known = types.find(type)
    if (!known) missing.add(type, logicalId)
    if (!known || known.recorded) continue
    const names = unbuiltProperties(properties, known)
    if (names.length > 0) others.add(`${type}: ${names.join(', ')}`, logicalId)
    const features = [
      ...unbuilt,
      ...(known.handler.refusals?.(properties) ?? []),
      ...unknownReferencesIn(properties).map((kind) => `The dynamic reference {{resolve:${kind}:…}}`),
    ]
    for (const feature of new Set(features)) others.add(feature, logicalId)
  }
  if (missing.isEmpty && others.isEmpty) return
  const all = [...missing.list, ...others.list].join('; ')
  const flags = missing.keys.map((type) => `--record ${type}`).join(' ')
  const sentences = [
    `Not emulated by Sallyport: ${all}.`,
    ...(others.isEmpty ? [] : [`No flag helps with ${others.keys.join('; ')}.`]),
    ...(missing.isEmpty ? [] : [`To store such resources without effect, start it with: sallyport start ${flags}`]),
  ]
  throw new NotEmulatedError(all, sentences.join(' '))
}

/** Names with the resources that they are about, in the order of the template. */
class Names {
  readonly #resources = new Map<string, string[]>()

  add(name: string, logicalId: string): void {
    this.#resources.set(name, [...(this.#resources.get(name) ?? []), logicalId])
  }

  get isEmpty(): boolean {
    return this.#resources.size === 0
  }

  get keys(): string[] {
    return [...this.#resources.keys()]
  }

  get list(): string[] {
    return [...this.#resources].map(([name, ids]) => `${name} (${ids.join(', ')})`)
  }
}

/**
 * Paths such as `Policies.PasswordPolicy` of what AWS knows and a handler neither emulates nor records. What AWS does
 * not know either is for the schema's validation to say.
 */
export function unbuiltProperties(properties: JsonObject, { handler, specification, recorded }: KnownType): string[] {
  if (recorded || !specification) return []
  const unlisted = new Set(unlistedIn(properties, handler.properties, ''))
  for (const { kind, path, name } of conform(properties, specification, isCall).problems) {
    if (kind === 'unknown') unlisted.delete([...path.split('/').slice(1), name].join('.'))
  }
  return [...unlisted]
}

function unlistedIn(properties: JsonObject, listed: ResourceType['properties'], parent: string): string[] {
  return Object.entries(properties).flatMap(([name, value]) => {
    const path = parent === '' ? name : `${parent}.${name}`
    if (Object.hasOwn(listed, path)) return []
    const isParent = Object.keys(listed).some((other) => other.startsWith(`${path}.`))
    return isParent ? unlistedInside(value, listed, path) : [path]
  })
}

/** Of a property that is built in part. What functions other than `Fn::If` give is known at execution only. */
function unlistedInside(value: JsonValue, listed: ResourceType['properties'], path: string): string[] {
  const call = callOf(value, PROPERTY_FUNCTIONS)
  if (call?.intrinsic.name === 'Fn::If') {
    const [, ...branches] = partsOfIf(call.argument)
    return branches.flatMap((branch) => unlistedInside(branch, listed, path))
  }
  if (call) return []
  return isJsonObject(value) ? unlistedIn(value, listed, path) : [path]
}

/** What early validation finds: properties that the published schemas do not have, and required ones that are missing. */
export function findPropertyProblems(template: Template, types: TypeRegistry): ValidationFinding[] {
  return Object.entries(template.resources).flatMap(([logicalId, { type, properties }]) => {
    const known = types.find(type)
    if (!known?.specification) return []
    const { problems } = conform(properties, known.specification, isCall)
    return problems.map((problem) => ({
      logicalId,
      type,
      path: `/Resources/${logicalId}/Properties${problem.path}`,
      message: textOf(problem),
    }))
  })
}

/** The words of the schema validator behind CloudFormation (general knowledge). */
export function textOf({ kind, name, wanted }: PropertyProblem): string {
  if (kind === 'missing') return `required key [${name}] not found`
  if (kind === 'unknown') return `extraneous key [${name}] is not permitted`
  return `Value of property ${name} must be of type ${wanted}`
}

const NAMED_IAM: Readonly<Record<string, string>> = {
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::User': 'UserName',
}

/** Capabilities that a template needs: those that create identities, with names of their own or without. */
export function requiredCapabilities(template: Template): { capability: string; types: readonly string[] } | undefined {
  const iam = Object.values(template.resources).filter(({ type }) => type.startsWith('AWS::IAM::'))
  if (iam.length === 0) return undefined
  const isNamed = iam.some(({ type, properties }) => properties[NAMED_IAM[type] ?? ''] !== undefined)
  return {
    capability: isNamed ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM',
    types: [...new Set(iam.map(({ type }) => type))],
  }
}

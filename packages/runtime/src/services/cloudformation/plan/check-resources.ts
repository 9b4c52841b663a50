import { forwardFlag, NotEmulatedError, type Refusal, TO_FORWARD } from '../../../kernel/errors.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/json.ts'
import type { Recording } from '../../../kernel/recording.ts'
import type { ResourceType } from '../../../kernel/resource-type.ts'
import type { ValidationFinding } from '../records.ts'
import { unknownReferencesIn } from '../template/dynamic-references.ts'
import { partsOfIf } from '../template/intrinsics/if.ts'
import { PROPERTY_FUNCTIONS } from '../template/intrinsics/index.ts'
import { callOf } from '../template/resolve.ts'
import type { ResourceDeclaration, Template } from '../template/template.ts'
import type { KnownType, TypeRegistry } from '../type-registry.ts'
import { conform, type PropertyProblem } from './conform.ts'

const isCall = (value: JsonValue) => callOf(value, PROPERTY_FUNCTIONS) !== undefined

/** Refuses what Sallyport does not do, all of it at once and by name, before anything is made. */
export function refuseUnbuilt(template: Template, types: TypeRegistry): void {
  const missing = new Map<string, Missing>()
  for (const [logicalId, resource] of Object.entries(template.resources)) {
    for (const { feature, ...remedies } of missingFrom(resource, types)) {
      const before = missing.get(feature)?.logicalIds ?? []
      missing.set(feature, { ...remedies, logicalIds: [...new Set([...before, logicalId])] })
    }
  }
  if (missing.size > 0) throw refusalOf(missing)
}

interface Missing extends Omit<Refusal, 'feature'> {
  readonly logicalIds: readonly string[]
}

function missingFrom({ type, properties, unbuilt }: ResourceDeclaration, types: TypeRegistry): Refusal[] {
  const known = types.find(type)
  if (!known) return [{ feature: type, recordable: type }]
  if (known.recorded) return []
  const paths = unbuiltProperties(properties, known, types.isAsked)
  const [withFlag, others] = partition(paths, (path) => known.handler.properties[path] === 'recordable')
  const withoutFlag = [
    ...(others.length > 0 ? [`${type}: ${others.join(', ')}`] : []),
    ...unbuilt,
    ...unknownReferencesIn(properties).map((kind) => `The dynamic reference {{resolve:${kind}:…}}`),
  ]
  const literals = known.handler.refusals?.(properties) ?? []
  return [
    ...withFlag.map((path) => ({ feature: `${type}: ${path}`, recordable: `${type}.${path}` })),
    ...withoutFlag.map((feature) => ({ feature, recordable: undefined })),
    ...literals.filter(({ recordable }) => recordable === undefined || !types.isAsked(recordable)),
  ]
}

function partition<T>(list: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [list.filter(test), list.filter((item) => !test(item))]
}

/** Types first, then parts of types, with their resources in the order of the template; then what to do about it. */
function refusalOf(missing: ReadonlyMap<string, Missing>): NotEmulatedError {
  const isType = ([feature, { recordable }]: [string, Missing]) => feature === recordable
  const entries = [...missing].sort((a, b) => Number(isType(b)) - Number(isType(a)))
  const all = entries.map(([feature, { logicalIds }]) => `${feature} (${logicalIds.join(', ')})`).join('; ')
  const helpless = entries.flatMap(([feature, { recordable, forwardable }]) =>
    recordable === undefined && forwardable === undefined ? [feature] : [],
  )
  const flags = entries.flatMap(([, { recordable }]) => (recordable === undefined ? [] : [`--record ${recordable}`]))
  const services = [...new Set(entries.flatMap(([, { forwardable }]) => forwardable ?? []))]
  const sentences = [
    `Not emulated by Sallyport: ${all}.`,
    ...(helpless.length > 0 ? [`No flag helps with ${helpless.join('; ')}.`] : []),
    ...(flags.length > 0
      ? [`To store such resources without effect, start it with: sallyport start ${flags.join(' ')}`]
      : []),
    ...(services.length > 0 ? [`${TO_FORWARD} ${services.map(forwardFlag).join(' ')}`] : []),
  ]
  return new NotEmulatedError(all, { message: sentences.join(' ') })
}

/**
 * Paths such as `Policies.PasswordPolicy` of what AWS knows and a handler neither emulates nor records, or only if it is asked to. What AWS does
 * not know either is for the schema's validation to say.
 */
export function unbuiltProperties(
  properties: JsonObject,
  { handler, specification, recorded }: KnownType,
  isAsked: Recording,
): string[] {
  if (recorded || !specification) return []
  const { type, properties: listed } = handler
  const isBuilt = (path: string) => listed[path] !== 'recordable' || isAsked(`${type}.${path}`)
  const unlisted = new Set(unlistedIn(properties, { listed, isBuilt }, ''))
  for (const { kind, path, name } of conform(properties, specification, isCall).problems) {
    const names = path.split('/').filter((part) => part !== '' && !/^\d+$/.test(part))
    if (kind === 'unknown') unlisted.delete([...names, name].join('.'))
  }
  return [...unlisted]
}

interface Listing {
  readonly listed: ResourceType['properties']
  readonly isBuilt: (path: string) => boolean
}

function unlistedIn(properties: JsonObject, listing: Listing, parent: string): string[] {
  const { listed, isBuilt } = listing
  return Object.entries(properties).flatMap(([name, value]) => {
    const path = parent === '' ? name : `${parent}.${name}`
    if (Object.hasOwn(listed, path)) return isBuilt(path) ? [] : [path]
    const isParent = Object.keys(listed).some((other) => other.startsWith(`${path}.`))
    return isParent ? unlistedInside(value, listing, path) : [path]
  })
}

/** Of a property that is built in part. What functions other than `Fn::If` give is known at execution only. */
function unlistedInside(value: JsonValue, listing: Listing, path: string): string[] {
  const call = callOf(value, PROPERTY_FUNCTIONS)
  if (call?.intrinsic.name === 'Fn::If') {
    const [, ...branches] = partsOfIf(call.argument)
    return branches.flatMap((branch) => unlistedInside(branch, listing, path))
  }
  if (call) return []
  if (Array.isArray(value)) return value.flatMap((item) => unlistedInside(item, listing, path))
  return isJsonObject(value) ? unlistedIn(value, listing, path) : [path]
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

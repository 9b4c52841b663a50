import { notEmulated } from '../../../kernel/errors.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/json.ts'
import type { ResourceType } from '../../../kernel/resource-type.ts'
import { validationError } from '../errors.ts'
import type { ValidationFinding } from '../records.ts'
import { PROPERTY_FUNCTIONS } from '../template/intrinsics/index.ts'
import { callOf } from '../template/resolve.ts'
import type { Template } from '../template/template.ts'
import type { TypeRegistry } from '../type-registry.ts'
import { conform, type PropertyProblem } from './conform.ts'

const isCall = (value: JsonValue) => callOf(value, PROPERTY_FUNCTIONS) !== undefined

/** Refuses what Sallyport does not do, by name, before anything is made. */
export function refuseUnbuilt(template: Template, types: TypeRegistry): void {
  const missing = new Map<string, string[]>()
  for (const [logicalId, { type, properties }] of Object.entries(template.resources)) {
    const known = types.find(type)
    if (!known) {
      missing.set(type, [...(missing.get(type) ?? []), logicalId])
      continue
    }
    if (known.recorded || !known.specification) continue
    const refused = unlistedIn(properties, known.handler, '')
    // What AWS does not know either is for early validation to say.
    const foreign = conform(properties, known.specification, isCall).problems.filter(({ kind }) => kind === 'unknown')
    const unbuilt = refused.filter(
      (path) => !foreign.some(({ path: at, name }) => `${at}/${name}` === `/${path.replaceAll('.', '/')}`),
    )
    if (unbuilt.length > 0) throw notEmulated(`${type}: ${unbuilt.join(', ')} (resource ${logicalId})`)
  }
  if (missing.size === 0) return
  const list = [...missing].map(([type, ids]) => `${type} (${ids.join(', ')})`).join(', ')
  const flags = [...missing.keys()].map((type) => `--record ${type}`).join(' ')
  throw validationError(
    `Not emulated by Sallyport: ${list}. To store such resources without effect, start it with: sallyport start ${flags}`,
  )
}

/** Paths such as `Policies.PasswordPolicy` of what a handler neither emulates nor records. */
function unlistedIn(
  properties: JsonObject,
  { properties: listed }: Pick<ResourceType, 'properties'>,
  parent: string,
): string[] {
  return Object.entries(properties).flatMap(([name, value]) => {
    const path = parent === '' ? name : `${parent}.${name}`
    if (Object.hasOwn(listed, path)) return []
    const isParent = Object.keys(listed).some((other) => other.startsWith(`${path}.`))
    if (isParent && isJsonObject(value) && !isCall(value)) return unlistedIn(value, { properties: listed }, path)
    return isParent && isCall(value) ? [] : [path]
  })
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

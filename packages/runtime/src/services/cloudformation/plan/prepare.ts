import type {
  DeploymentConfig,
  Parameter,
  RollbackConfiguration,
  Tag as TagInput,
} from '../../../generated/cloudformation.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import type { EngineDeps } from '../deps.ts'
import { insufficientCapabilities, validationError } from '../errors.ts'
import { resolveParameters } from '../parameters/resolve-parameters.ts'
import type { Configuration, Tag, TemplateTexts } from '../records.ts'
import { ResolutionBudget } from '../template/budget.ts'
import { checkTemplate } from '../template/check-template.ts'
import { checkRules, type Evaluation, evaluateConditions } from '../template/evaluate.ts'
import { loadTemplateText, parseTemplate, type TemplateSource, templateIdOf } from '../template/load.ts'
import type { Template } from '../template/template.ts'
import { refuseUnbuilt, requiredCapabilities } from './check-resources.ts'
import { type DependencyOrder, dependencyOrder } from './dependency-order.ts'
import { type Expanded, expand, ofTransformed } from './expand.ts'

/** What requests that bring a template have in common. */
export interface ConfigurationRequest extends TemplateSource {
  readonly UsePreviousTemplate?: boolean
  readonly Parameters?: readonly Parameter[]
  readonly Capabilities?: readonly string[]
  readonly ResourceTypes?: readonly string[]
  readonly RoleARN?: string
  readonly RollbackConfiguration?: RollbackConfiguration
  readonly NotificationARNs?: readonly string[]
  readonly Tags?: readonly TagInput[]
  readonly TimeoutInMinutes?: number
  readonly DeploymentConfig?: DeploymentConfig
  /** Parameters of a nested stack whose values only execution will tell: nothing can be said against them now. */
  readonly openParameters?: ReadonlySet<string>
  /** By a change set: what transforms make of the template is looked at before anything is made. */
  readonly isReviewed?: boolean
}

export interface StackIdentity {
  readonly stackId: string
  readonly stackName: string
}

/** A template that is fit to be executed, with all that does not depend on resources worked out. */
export interface Prepared extends TemplateTexts {
  readonly template: Template
  readonly configuration: Configuration
  readonly evaluation: Evaluation
  readonly conditions: Readonly<Record<string, boolean>>
  readonly order: DependencyOrder
}

export interface Previous extends TemplateTexts {
  readonly configuration: Configuration
}

/** Reads and checks everything that AWS checks before it answers. Throws what AWS throws. */
export async function prepare(
  request: ConfigurationRequest,
  identity: StackIdentity,
  previous: Previous | undefined,
  deps: Pick<EngineDeps, 'types' | 'sam'>,
  ctx: CallContext,
): Promise<Prepared> {
  const expanded = await expand(
    await textOf(request, previous, ctx),
    request,
    identity,
    previous?.configuration,
    deps,
    ctx,
  )
  const check = () => prepareExpanded(expanded, request, identity, previous?.configuration, deps, ctx)
  return expanded.processed === undefined ? check() : ofTransformed(check)
}

async function prepareExpanded(
  { text, processed, declared }: Expanded,
  request: ConfigurationRequest,
  identity: StackIdentity,
  before: Configuration | undefined,
  { types }: Pick<EngineDeps, 'types'>,
  ctx: CallContext,
): Promise<Prepared> {
  const template = processed === undefined ? declared : parseTemplate(processed)
  checkTemplate(template, types.specification)
  refuseTypes(template, request.ResourceTypes)
  refuseUnbuilt(template, types)
  const given = { parameters: request.Parameters ?? [], open: request.openParameters ?? new Set() }
  const parameters = await resolveParameters(template, given, before?.parameters ?? [], ctx.call)
  const configuration: Configuration = {
    templateId: templateIdOf({ text, processed }),
    parameters,
    tags: request.Tags ? readTags(request.Tags) : (before?.tags ?? []),
    capabilities: request.Capabilities ?? [],
    notificationArns: request.NotificationARNs ?? before?.notificationArns ?? [],
    ...optional('description', template.description),
    ...optional('roleArn', request.RoleARN ?? before?.roleArn),
    ...optional('rollbackConfiguration', request.RollbackConfiguration ?? before?.rollbackConfiguration),
    ...optional('timeoutInMinutes', request.TimeoutInMinutes),
    ...optional('deploymentConfig', request.DeploymentConfig),
  }
  checkCapabilities(template, configuration.capabilities)
  const evaluation = evaluationOf(template, configuration, identity, ctx.place)
  const texts = { text, ...optional('processed', processed) }
  return { ...texts, template, configuration, evaluation, ...(await workOut(evaluation, true)) }
}

/** The same for a configuration that has been accepted before: nothing is fetched, nothing refused. */
export async function restore(
  { configuration, text, processed }: Previous,
  identity: StackIdentity,
  place: CallContext['place'],
): Promise<Prepared> {
  const template = parseTemplate(processed ?? text)
  const evaluation = evaluationOf(template, configuration, identity, place)
  return { text, template, configuration, evaluation, ...(await workOut(evaluation, false)) }
}

function evaluationOf(
  template: Template,
  { parameters, notificationArns }: Configuration,
  identity: StackIdentity,
  place: CallContext['place'],
): Evaluation {
  return { template, parameters, place, notificationArns, budget: new ResolutionBudget(), ...identity }
}

async function workOut(evaluation: Evaluation, withRules: boolean) {
  const conditions = await evaluateConditions(evaluation)
  if (withRules) await checkRules(evaluation, conditions)
  return { conditions, order: dependencyOrder(evaluation.template, conditions) }
}

async function textOf(
  request: ConfigurationRequest,
  previous: Previous | undefined,
  ctx: CallContext,
): Promise<string> {
  const given = await loadTemplateText(request, ctx)
  if (request.UsePreviousTemplate) {
    if (given !== undefined)
      throw validationError('Specify only one of UsePreviousTemplate, TemplateURL or TemplateBody.')
    if (!previous) throw validationError('UsePreviousTemplate cannot be used for a stack that has no template.')
    return previous.text
  }
  if (given === undefined) throw validationError('Either Template URL or Template Body must be specified.')
  return given
}

function refuseTypes(template: Template, allowed: readonly string[] | undefined): void {
  if (!allowed || allowed.length === 0) return
  const isAllowed = (type: string) =>
    allowed.some((pattern) => (pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type))
  for (const { type } of Object.values(template.resources)) {
    if (!isAllowed(type)) {
      throw validationError(`Resource type ${type} is not allowed by parameter ResourceTypes [${allowed.join(', ')}]`)
    }
  }
}

function readTags(tags: readonly TagInput[]): Tag[] {
  const keys = new Set(tags.map(({ Key }) => Key))
  if (keys.size < tags.length) throw validationError('Duplicate tag keys found. Please provide unique tag keys.')
  return tags.map(({ Key = '', Value = '' }) => {
    if (Key.toLowerCase().startsWith('aws:'))
      throw validationError('aws: prefixed tag key names are not allowed for external use.')
    return { Key, Value }
  })
}

function checkCapabilities(template: Template, given: readonly string[]): void {
  const needed = requiredCapabilities(template)
  if (!needed || given.includes('CAPABILITY_NAMED_IAM')) return
  if (needed.capability === 'CAPABILITY_IAM' && given.includes('CAPABILITY_IAM')) return
  throw insufficientCapabilities([needed.capability])
}

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V }
}

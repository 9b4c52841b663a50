import { operation } from '../deps.ts'
import { validationError } from '../errors.ts'
import { requiredCapabilities } from '../plan/check-resources.ts'
import type { TemplateTexts } from '../records.ts'
import { findStack, keyOf, requireChangeSet, requireStack } from '../repository.ts'
import type { Specification } from '../specification.ts'
import { checkTemplate } from '../template/check-template.ts'
import { loadTemplateText, parseTemplate } from '../template/load.ts'
import type { ParameterDeclaration, Template } from '../template/template.ts'
import { currentConfiguration } from './current-configuration.ts'
import { refuseSettings } from './refuse-settings.ts'

const STAGES = ['Original', 'Processed']

/** The text as it was submitted, which clients compare with their own, or what transforms have made of it. */
export const getTemplate = operation('GetTemplate', async (input, deps, ctx) => {
  if (input.ChangeSetName !== undefined) {
    // Recorded; the text for neither of the two is another one.
    if (input.StackName === undefined && !input.ChangeSetName.startsWith('arn:')) {
      throw validationError('StackName is a required parameter.')
    }
    const stack = input.StackName === undefined ? undefined : await findStack(ctx.reader, ctx.place, input.StackName)
    const changeSet = await requireChangeSet(ctx.reader, ctx.place, input.ChangeSetName, stack)
    const texts = await deps.contents.templateOf(ctx.reader, ctx.place, keyOf(changeSet.stackId), changeSet.target)
    return { TemplateBody: textAt(input.TemplateStage, texts), StagesAvailable: STAGES }
  }
  if (input.StackName === undefined) throw validationError('StackName is required if ChangeSetName is not specified.')
  const stack = await requireStack(ctx.reader, ctx.place, input.StackName)
  const current = await currentConfiguration(deps, stack, ctx)
  // A stack that waits for its first change set has none; the CDK CLI asks all the same.
  return { TemplateBody: current ? textAt(input.TemplateStage, current) : '{}', StagesAvailable: STAGES }
})

/** Documented: `Processed` unless the other is asked for. */
function textAt(stage: string | undefined, { text, processed = text }: TemplateTexts): string {
  return stage === 'Original' ? text : processed
}

export const validateTemplate = operation('ValidateTemplate', async (input, { types }, ctx) => {
  const text = await loadTemplateText(input, ctx)
  if (text === undefined) throw validationError('Either Template URL or Template Body must be specified.')
  const template = parseTemplate(text)
  checkSubmitted(template, types.specification)
  return {
    Description: template.description,
    ...capabilitiesOf(template),
    ...(template.transforms.length > 0 ? { DeclaredTransforms: template.transforms } : {}),
    Parameters: Object.entries(template.parameters).map(([key, declaration]) => ({
      ParameterKey: key,
      DefaultValue: declaration.default,
      NoEcho: declaration.noEcho,
      Description: declaration.description,
    })),
  }
})

export const getTemplateSummary = operation('GetTemplateSummary', async (input, deps, ctx) => {
  refuseSettings(input, ['StackSetName', 'CallAs', 'TemplateSummaryConfig'])
  const template = parseTemplate(await textToSummarise(input, deps, ctx))
  checkSubmitted(template, deps.types.specification)
  const { parameters, resources, version, metadata, description } = template
  return {
    Parameters: Object.entries(parameters).map(parameterToWire),
    Description: description,
    ...capabilitiesOf(template),
    ResourceTypes: [...new Set(Object.values(resources).map(({ type }) => type))],
    Version: version,
    Metadata: metadata === undefined ? undefined : JSON.stringify(metadata),
    DeclaredTransforms: template.transforms,
    ResourceIdentifierSummaries: identifiersOf(template, deps.types.specification),
  }
})

async function textToSummarise(
  input: Parameters<typeof loadTemplateText>[0] & { readonly StackName?: string },
  deps: Parameters<typeof currentConfiguration>[0],
  ctx: Parameters<typeof loadTemplateText>[1],
): Promise<string> {
  const given = await loadTemplateText(input, ctx)
  if (given !== undefined) return given
  if (input.StackName === undefined) throw validationError('Either Template URL or Template Body must be specified.')
  const stack = await requireStack(ctx.reader, ctx.place, input.StackName)
  const current = await currentConfiguration(deps, stack, ctx)
  if (!current) throw validationError('GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.')
  return current.text
}

/** Of a template with transforms only the shape is looked at: what it is to be is known once they are done. */
function checkSubmitted(template: Template, specification: Specification): void {
  if (template.transforms.length === 0) checkTemplate(template, specification)
}

/** `CAPABILITY_AUTO_EXPAND` is not told (observed: aws/aws-cli#4747). */
function capabilitiesOf(template: Template) {
  const needed = requiredCapabilities(template)
  if (!needed) return {}
  return {
    Capabilities: [needed.capability],
    CapabilitiesReason: `The following resource(s) require capabilities: [${needed.types.join(', ')}]`,
  }
}

function parameterToWire([key, declaration]: [string, ParameterDeclaration]) {
  const { allowedValues } = declaration
  return {
    ParameterKey: key,
    DefaultValue: declaration.default,
    ParameterType: declaration.type,
    NoEcho: declaration.noEcho,
    Description: declaration.description,
    ParameterConstraints: allowedValues === undefined ? {} : { AllowedValues: allowedValues },
  }
}

function identifiersOf(template: Template, specification: Specification) {
  const byType = new Map<string, string[]>()
  for (const [logicalId, { type }] of Object.entries(template.resources)) {
    byType.set(type, [...(byType.get(type) ?? []), logicalId])
  }
  return [...byType].flatMap(([ResourceType, LogicalResourceIds]) => {
    const ResourceIdentifiers = specification.find(ResourceType)?.identifier
    return ResourceIdentifiers ? [{ ResourceType, LogicalResourceIds, ResourceIdentifiers }] : []
  })
}

import { isAwsError, NotEmulatedError } from '../../../kernel/errors.ts'
import { isJsonObject, type JsonObject } from '../../../kernel/json.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import type { EngineDeps } from '../deps.ts'
import { insufficientCapabilities, TransformedTemplateError } from '../errors.ts'
import { resolveParameters } from '../parameters/resolve-parameters.ts'
import type { Configuration, TemplateTexts } from '../records.ts'
import { ResolutionBudget } from '../template/budget.ts'
import { parameterScope } from '../template/evaluate.ts'
import { parseTemplateText } from '../template/parse.ts'
import { readTemplate } from '../template/read-template.ts'
import { resolveValue } from '../template/resolve.ts'
import type { Scope } from '../template/scope.ts'
import type { Template } from '../template/template.ts'
import { INCLUDE, SAM } from '../template/transforms.ts'
import { type SnippetOf, withIncludes } from '../transforms/include/include.ts'
import { readSnippet } from '../transforms/include/read-snippet.ts'
import type { ConfigurationRequest, StackIdentity } from './prepare.ts'

export interface Expanded extends TemplateTexts {
  /** As it was submitted: where there are transforms, only its shape and its parameters mean something. */
  readonly declared: Template
}

const AUTO_EXPAND = 'CAPABILITY_AUTO_EXPAND'

/** Has the transforms of a template done, where it has any: files first, which the others may need. */
export async function expand(
  text: string,
  request: ConfigurationRequest,
  identity: StackIdentity,
  before: Configuration | undefined,
  { sam }: Pick<EngineDeps, 'sam'>,
  ctx: CallContext,
): Promise<Expanded> {
  const document = parseTemplateText(text)
  const declared = readTemplate(document)
  const { transforms } = declared
  if (transforms.length === 0) return { text, declared }
  // Documented: change sets do not ask for it.
  if (!request.isReviewed && !request.Capabilities?.includes(AUTO_EXPAND)) throw insufficientCapabilities([AUTO_EXPAND])
  const given = { parameters: request.Parameters ?? [], open: request.openParameters ?? new Set<string>() }
  const parameters = await resolveParameters(declared, given, before?.parameters ?? [], ctx.call)
  const expanded = await ofTransformed(async () => {
    let template = document as JsonObject
    if (transforms.includes(INCLUDE)) {
      const { place } = ctx
      const surroundings = { notificationArns: request.NotificationARNs ?? [], budget: new ResolutionBudget() }
      const scope = parameterScope({ template: declared, parameters, place, ...surroundings, ...identity })
      template = await withIncludes(template, snippetsIn(scope, ctx))
    }
    if (!transforms.includes(SAM)) return template
    const values = parameters.map(({ key, value, resolved = value }) => [key, resolved])
    return sam({ template, parameters: Object.fromEntries(values), region: ctx.place.region })
  })
  return { text, processed: JSON.stringify(expanded), declared }
}

/** What is included draws on the budget of a template: a file may be asked for often. */
function snippetsIn(scope: Scope, { call }: CallContext): SnippetOf {
  return async (parameters) => {
    const { Location } = isJsonObject(parameters) ? parameters : {}
    const snippet = await readSnippet(Location && (await resolveValue(Location, scope)), call)
    scope.budget.spend(snippet)
    return snippet
  }
}

/** What is refused by name is no fault of the template, and is said at once. */
export async function ofTransformed<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isAwsError(error) || error instanceof NotEmulatedError) throw error
    throw new TransformedTemplateError(error)
  }
}

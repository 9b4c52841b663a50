import { isAwsError, NotEmulatedError, notEmulated } from '../../../kernel/errors.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import type { EngineDeps } from '../deps.ts'
import { insufficientCapabilities, TransformedTemplateError } from '../errors.ts'
import { resolveParameters } from '../parameters/resolve-parameters.ts'
import type { Configuration, TemplateTexts } from '../records.ts'
import { PROPERTY_FUNCTIONS } from '../template/intrinsics/index.ts'
import { callsIn } from '../template/mentions.ts'
import { parseTemplateText } from '../template/parse.ts'
import { readTemplate } from '../template/read-template.ts'
import type { Template } from '../template/template.ts'
import type { ConfigurationRequest } from './prepare.ts'

export interface Expanded extends TemplateTexts {
  /** As it was submitted: where there are transforms, only its shape and its parameters mean something. */
  readonly declared: Template
}

const AUTO_EXPAND = 'CAPABILITY_AUTO_EXPAND'
/** `AWS::Include` and macros, where they stand. */
const EMBEDDED = 'Fn::Transform'

/** Has the transforms of a template done, where it declares any. */
export async function expand(
  text: string,
  request: ConfigurationRequest,
  before: Configuration | undefined,
  { sam }: Pick<EngineDeps, 'sam'>,
  ctx: CallContext,
): Promise<Expanded> {
  const document = parseTemplateText(text)
  const declared = readTemplate(document)
  if (declared.transforms.length === 0) return { text, declared }
  refuseEmbedded(declared)
  // Documented: change sets do not ask for it.
  if (!request.isReviewed && !request.Capabilities?.includes(AUTO_EXPAND)) throw insufficientCapabilities([AUTO_EXPAND])
  const given = { parameters: request.Parameters ?? [], open: request.openParameters ?? new Set<string>() }
  const parameters = await resolveParameters(declared, given, before?.parameters ?? [], ctx.call)
  const expanded = await ofTransformed(() =>
    sam({
      template: document as JsonObject,
      parameters: Object.fromEntries(parameters.map(({ key, value, resolved = value }) => [key, resolved])),
      region: ctx.place.region,
    }),
  )
  return { text, processed: JSON.stringify(expanded), declared }
}

/** Transforms within resources are done first (documented: template-macros): the others would trip over what is left. */
function refuseEmbedded({ resources }: Template): void {
  for (const { properties } of Object.values(resources)) {
    for (const { name } of callsIn(properties, PROPERTY_FUNCTIONS)) if (name === EMBEDDED) throw notEmulated(EMBEDDED)
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

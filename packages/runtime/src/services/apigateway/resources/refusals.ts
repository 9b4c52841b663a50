import type { DefinitionChecks } from '../../../gateway/ports.ts'
import { type Refusal, refusedBy } from '../../../kernel/errors.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/json.ts'
import { recordsNothing } from '../../../kernel/recording.ts'
import type { ResourceType } from '../../../kernel/resource-type.ts'
import { checkServable } from '../recordable.ts'

type Refusals = (properties: JsonObject, checks: DefinitionChecks) => readonly Refusal[]

/** By type: what its literals ask for and the data plane does not serve. The checks are those of the operations. */
const REFUSALS: Readonly<Record<string, Refusals>> = {
  'AWS::ApiGateway::Method': ({ Integration }, checks) =>
    refusedBy(() => {
      if (isJsonObject(Integration)) checkLiterals(Integration, checks)
    }),
}

/** What the data plane says of the literals; what is not one is judged when the integration is made. */
function checkLiterals({ Type, ConnectionType, Uri }: JsonObject, checks: DefinitionChecks): void {
  if (typeof Type !== 'string') return
  const uri = outlineOf(Uri)
  const definition = {
    type: Type,
    // Whatever is missing is for the operation to say.
    httpMethod: 'ANY',
    ...(typeof ConnectionType === 'string' ? { connectionType: ConnectionType } : {}),
    ...(uri === undefined ? {} : { uri }),
    passthroughBehavior: 'WHEN_NO_MATCH',
    timeoutInMillis: 29_000,
    integrationResponses: {},
  }
  checkServable(definition, checks, recordsNothing)
}

/** A text with a letter in place of each function: of a URI it tells the service, which nobody computes. */
function outlineOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return value
  const join = isJsonObject(value) ? value['Fn::Join'] : undefined
  const [separator, parts] = Array.isArray(join) ? (join as readonly JsonValue[]) : []
  if (typeof separator !== 'string' || !Array.isArray(parts)) return undefined
  return (parts as readonly JsonValue[]).map((part) => (typeof part === 'string' ? part : 'x')).join(separator)
}

/** Resource types that refuse such literals before anything is made. */
export function withRefusals(types: readonly ResourceType[], checks: DefinitionChecks): ResourceType[] {
  return types.map((type) => {
    const refusals = REFUSALS[type.type]
    return refusals ? { ...type, refusals: (properties) => refusals(properties, checks) } : type
  })
}

import type { DefinitionChecks } from '../../../gateway/check-ports.ts'
import { type Refusal, refusedBy } from '../../../kernel/errors.ts'
import { isJsonObject, type JsonObject } from '../../../kernel/json.ts'
import { outlineOf } from '../../../kernel/outline.ts'
import { recordsNothing } from '../../../kernel/recording.ts'
import type { ResourceType } from '../../../kernel/resource-type.ts'
import { refusalsOf } from '../import/refusals.ts'
import { checkServable } from '../recordable.ts'

type Refusals = (properties: JsonObject, checks: DefinitionChecks) => readonly Refusal[]

/** By type: what its literals ask for and the data plane does not serve. The checks are those of the operations. */
const REFUSALS: Readonly<Record<string, Refusals>> = {
  'AWS::ApiGateway::Method': ({ Integration }, checks) =>
    refusedBy(() => {
      if (!isJsonObject(Integration)) return
      const { Type, ConnectionType, Uri } = outlineOf(Integration) as JsonObject
      checkLiterals({ type: Type, connectionType: ConnectionType, uri: Uri }, checks)
    }),
  'AWS::ApiGateway::RestApi': ({ Body }, checks) =>
    Body === undefined ? [] : refusalsOf(outlineOf(Body), (integration) => checkLiterals(integration, checks)),
}

interface Literals {
  readonly type?: unknown
  readonly connectionType?: unknown
  readonly uri?: unknown
}

/** What the data plane says of the literals; what is not one is judged when the integration is made. */
function checkLiterals({ type, connectionType, uri }: Literals, checks: DefinitionChecks): void {
  if (typeof type !== 'string') return
  const definition = {
    type,
    // Whatever is missing is for the operation to say.
    httpMethod: 'ANY',
    ...(typeof connectionType === 'string' ? { connectionType } : {}),
    ...(typeof uri === 'string' ? { uri } : {}),
    passthroughBehavior: 'WHEN_NO_MATCH',
    timeoutInMillis: 29_000,
    integrationResponses: {},
  }
  checkServable(definition, checks, recordsNothing)
}

/** Resource types that refuse such literals before anything is made. */
export function withRefusals(types: readonly ResourceType[], checks: DefinitionChecks): ResourceType[] {
  return types.map((type) => {
    const refusals = REFUSALS[type.type]
    return refusals ? { ...type, refusals: (properties) => refusals(properties, checks) } : type
  })
}

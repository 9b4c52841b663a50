import type { DefinitionChecks } from '../../../gateway/ports.ts'
import { type Refusal, refusedBy } from '../../../kernel/errors.ts'
import { isJsonObject, type JsonObject } from '../../../kernel/json.ts'
import { recordsNothing } from '../../../kernel/recording.ts'
import type { ResourceType } from '../../../kernel/resource-type.ts'
import { checkAuthorizerType, checkServable } from '../recordable.ts'

type Refusals = (properties: JsonObject, checks: DefinitionChecks) => readonly Refusal[]

/** By type: what its literals ask for and the data plane does not serve. The checks are those of the operations. */
const REFUSALS: Readonly<Record<string, Refusals>> = {
  'AWS::ApiGateway::Authorizer': ({ Type }, checks) =>
    refusedBy(() => {
      if (typeof Type === 'string') checkAuthorizerType(Type, checks, recordsNothing)
    }),
  'AWS::ApiGateway::Method': ({ Integration }, checks) =>
    refusedBy(() => {
      if (isJsonObject(Integration)) checkLiterals(Integration, checks)
    }),
}

/** What the data plane says of the literals; what is not one is judged when the integration is made. */
function checkLiterals({ Type, ConnectionType }: JsonObject, checks: DefinitionChecks): void {
  if (typeof Type !== 'string') return
  const definition = {
    type: Type,
    // Whatever is missing is for the operation to say.
    httpMethod: 'ANY',
    ...(typeof ConnectionType === 'string' ? { connectionType: ConnectionType } : {}),
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

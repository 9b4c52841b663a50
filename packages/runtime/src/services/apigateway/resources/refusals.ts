import type { DefinitionChecks } from '../../../gateway/ports.ts'
import { notEmulated, refusedBy } from '../../../kernel/errors.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/json.ts'
import type { ResourceType } from '../../../kernel/resource-type.ts'
import { checkAuthorizerType } from '../authorizer-rules.ts'

type Refusals = (properties: JsonObject, checks: DefinitionChecks) => readonly string[]

/** By type: what its literals ask for and the data plane does not serve. The checks are those of the operations. */
const REFUSALS: Readonly<Record<string, Refusals>> = {
  'AWS::ApiGateway::Authorizer': ({ Type }) => refusedBy(literal(Type, checkAuthorizerType)),
  'AWS::ApiGateway::Method': ({ Integration }, checks) =>
    refusedBy(() => {
      const problem = isJsonObject(Integration) ? problemWith(Integration, checks) : undefined
      if (problem && 'notEmulated' in problem) throw notEmulated(problem.notEmulated)
    }),
}

/** What the data plane says of the literals; what is not one is judged when the integration is made. */
function problemWith({ Type, ConnectionType }: JsonObject, checks: DefinitionChecks) {
  if (typeof Type !== 'string') return undefined
  return checks.problemWithIntegration({
    type: Type,
    ...(typeof ConnectionType === 'string' ? { connectionType: ConnectionType } : {}),
    passthroughBehavior: 'WHEN_NO_MATCH',
    timeoutInMillis: 29_000,
    integrationResponses: {},
  })
}

/** Resource types that refuse such literals before anything is made. */
export function withRefusals(types: readonly ResourceType[], checks: DefinitionChecks): ResourceType[] {
  return types.map((type) => {
    const refusals = REFUSALS[type.type]
    return refusals ? { ...type, refusals: (properties) => refusals(properties, checks) } : type
  })
}

/** A check of what stands in the template as a text; a function's result is not known yet. */
function literal(value: JsonValue | undefined, check: (text: string) => void): () => void {
  return () => {
    if (typeof value === 'string') check(value)
  }
}

import type { HttpDefinitionChecks } from '../../../gateway/check-ports.ts'
import { type Refusal, refusedBy } from '../../../kernel/errors.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import { outlineOf } from '../../../kernel/outline.ts'
import { recordsNothing } from '../../../kernel/recording.ts'
import type { ResourceType } from '../../../kernel/resource-type.ts'
import { checkProtocol } from '../api-rules.ts'
import { refusalsOf } from '../import/refusals.ts'
import { checkServable } from '../recordable.ts'

type Refusals = (properties: JsonObject, checks: HttpDefinitionChecks) => readonly Refusal[]

/** By type: what its literals ask for and is not emulated. The checks are those of the operations. */
const REFUSALS: Readonly<Record<string, Refusals>> = {
  'AWS::ApiGatewayV2::Api': ({ Body, ProtocolType }, checks) => [
    ...refusedBy(() => checkProtocol(literal(ProtocolType))),
    ...(Body === undefined ? [] : refusalsOf(outlineOf(Body), (integration) => checkLiterals(integration, checks))),
  ],
  'AWS::ApiGatewayV2::Integration': (properties, checks) => refusedBy(() => checkLiterals(properties, checks)),
}

interface Literals {
  readonly ConnectionType?: unknown
  readonly IntegrationSubtype?: unknown
  readonly IntegrationType?: unknown
}

function checkLiterals(
  { ConnectionType, IntegrationSubtype, IntegrationType }: Literals,
  checks: HttpDefinitionChecks,
): void {
  const definition = {
    // What is missing or computed is for the operation to judge.
    integrationId: '',
    integrationType: literal(IntegrationType) === 'HTTP_PROXY' ? ('HTTP_PROXY' as const) : ('AWS_PROXY' as const),
    integrationSubtype: literal(IntegrationSubtype),
    connectionType: literal(ConnectionType) ?? 'INTERNET',
    payloadFormatVersion: '1.0' as const,
    timeoutInMillis: 30_000,
  }
  checkServable(definition, checks, recordsNothing)
}

function literal(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** Resource types that refuse such literals before anything is made. */
export function withRefusals(types: readonly ResourceType[], checks: HttpDefinitionChecks): ResourceType[] {
  return types.map((type) => {
    const refusals = REFUSALS[type.type]
    return refusals ? { ...type, refusals: (properties) => refusals(properties, checks) } : type
  })
}

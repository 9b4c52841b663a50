import type { HttpDefinitionChecks } from '../../gateway/check-ports.ts'
import type { HttpIntegrationDefinition } from '../../gateway/http/definition.ts'
import { notEmulated } from '../../kernel/errors.ts'
import type { Recording } from '../../kernel/recording.ts'
import { badRequest } from './errors.ts'

const TYPE = 'AWS::ApiGatewayV2::Integration'

/** Refuses an integration that the data plane cannot serve; one that may be recorded answers with 500 then. */
export function checkServable(
  definition: HttpIntegrationDefinition,
  checks: Pick<HttpDefinitionChecks, 'problemWithIntegration'>,
  isRecorded: Recording,
): void {
  const problem = checks.problemWithIntegration(definition)
  if (!problem) return
  if ('invalid' in problem) throw badRequest(problem.invalid)
  const name = recordableName(definition)
  if (name === undefined || !isRecorded(name)) throw notEmulated(problem.notEmulated, name, problem.forwardable)
}

/** What `--record` calls the value that is left out, if it may be stored all the same. */
function recordableName({ connectionType, integrationSubtype }: HttpIntegrationDefinition): string | undefined {
  if (connectionType === 'VPC_LINK') return `${TYPE}.ConnectionType=VPC_LINK`
  return integrationSubtype === undefined ? undefined : `${TYPE}.IntegrationSubtype=${integrationSubtype}`
}

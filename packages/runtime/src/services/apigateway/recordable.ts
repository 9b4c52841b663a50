import type { DefinitionChecks } from '../../gateway/check-ports.ts'
import type { IntegrationDefinition } from '../../gateway/rest/definition.ts'
import { notEmulated } from '../../kernel/errors.ts'
import type { Recording } from '../../kernel/recording.ts'
import { badRequest } from './errors.ts'

/**
 * Values that are left out here and may be recorded if the user says so, as `--record` calls them. The data plane keeps
 * closed what they concern: an integration answers with 500.
 */
const RECORDABLE: readonly string[] = [
  'AWS::ApiGateway::Method.Integration.Type=AWS',
  'AWS::ApiGateway::Method.Integration.Type=AWS_PROXY',
]

/** An integration as a whole. */
export function checkServable(
  definition: IntegrationDefinition,
  checks: DefinitionChecks,
  isRecorded: Recording,
): void {
  const problem = checks.problemWithIntegration(definition)
  if (!problem) return
  if ('invalid' in problem) throw badRequest(problem.invalid)
  const { notEmulated: feature, forwardable } = problem
  const name = `AWS::ApiGateway::Method.Integration.Type=${definition.type}`
  if (!RECORDABLE.includes(name)) throw notEmulated(feature, undefined, forwardable)
  if (!isRecorded(name)) throw notEmulated(feature, name, forwardable)
}

import { type Forwards, NO_FORWARDS } from '../../../kernel/forwards.ts'
import type { HttpIntegrationDefinition } from '../definition.ts'
import { integrationFailed } from '../http-api-error.ts'
import type { Ports } from '../runtime.ts'
import { awsService } from './aws-service/aws-service.ts'
import { awsProxy } from './function/aws-proxy.ts'
import { httpProxy } from './http-proxy/http-proxy.ts'
import type { HttpIntegration, HttpIntegrationProblem, IntegratedRoute, Invoke } from './integration.ts'

const INTEGRATIONS: readonly HttpIntegration[] = [awsProxy, httpProxy]

const byType: ReadonlyMap<string, HttpIntegration> = new Map(INTEGRATIONS.map((each) => [each.type, each]))

function integrationOf({
  integrationType,
  integrationSubtype,
}: HttpIntegrationDefinition): HttpIntegration | undefined {
  if (integrationType === 'AWS_PROXY' && integrationSubtype !== undefined) return awsService
  return byType.get(integrationType)
}

export function problemWithIntegration(
  definition: HttpIntegrationDefinition,
  forwards: Forwards = NO_FORWARDS,
): HttpIntegrationProblem | undefined {
  const { integrationType, connectionType } = definition
  const integration = integrationOf(definition)
  if (!integration) return { notEmulated: `Integration type ${integrationType}` }
  if (connectionType !== 'INTERNET') {
    return { notEmulated: `A private integration (connectionType ${connectionType})` }
  }
  if (definition.tlsConfig?.serverNameToVerify !== undefined) {
    return { notEmulated: 'Another name in the certificate of a backend (tlsConfig.serverNameToVerify)' }
  }
  return integration.check(definition, forwards)
}

export function compileIntegration(route: IntegratedRoute, ports: Ports): Invoke {
  const { definition } = route
  const problem = problemWithIntegration(definition, ports.forwards)
  // Recorded because its owner asked for that.
  if (problem && 'notEmulated' in problem) throw integrationFailed(`${problem.notEmulated} is not emulated`)
  const integration = integrationOf(definition)
  if (!integration) throw integrationFailed(`integration type ${definition.integrationType} is unknown`)
  return integration.compile(route, ports)
}

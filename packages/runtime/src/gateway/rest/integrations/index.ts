import { type Forwards, NO_FORWARDS } from '../../../kernel/forwards.ts'
import type { IntegrationDefinition } from '../definition.ts'
import { aws, awsProxy } from './aws/aws.ts'
import { http, httpProxy } from './http/http.ts'
import type { Integration, IntegrationProblem } from './integration.ts'
import { mock } from './mock.ts'

const INTEGRATIONS: readonly Integration[] = [aws, awsProxy, http, httpProxy, mock]

/** Those that may go through a VPC link (documented: set-up-private-integration; the text is inferred). */
const PRIVATE: readonly Integration[] = [http, httpProxy]
const PUBLIC_PROBLEM = 'Connection type VPC_LINK is only supported for HTTP and HTTP_PROXY integrations'

const byType: ReadonlyMap<string, Integration> = new Map(INTEGRATIONS.map((each) => [each.type, each]))

export const emulatedIntegrationTypes: readonly string[] = INTEGRATIONS.map(({ type }) => type)

export function findIntegration(type: string): Integration | undefined {
  return byType.get(type)
}

export function problemWithIntegration(
  definition: IntegrationDefinition,
  forwards: Forwards = NO_FORWARDS,
): IntegrationProblem | undefined {
  const integration = findIntegration(definition.type)
  if (!integration) return { notEmulated: `Integration type ${definition.type}` }
  if (definition.connectionType === 'VPC_LINK' && !PRIVATE.includes(integration)) return { invalid: PUBLIC_PROBLEM }
  return integration.check?.(definition, forwards)
}

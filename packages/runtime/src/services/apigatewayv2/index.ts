import type { HttpApiSource } from '../../gateway/ports.ts'
import { bindOperations, type Service } from '../../kernel/service.ts'
import type { Store } from '../../store/store.ts'
import { createHttpApiSource } from './api-source.ts'
import { httpApiStatuses } from './api-statuses.ts'
import type { HttpApiDeps } from './deps.ts'
import { operations } from './operations/index.ts'
import { resourceTypes } from './resources/index.ts'
import { withRefusals } from './resources/refusals.ts'

export interface ApiGatewayV2Service extends Service {
  /** For the data plane. */
  readonly httpApis: HttpApiSource
}

/** HTTP APIs: the control plane that edits them and freezes deployments, and what the data plane reads of it. */
export function createApiGatewayV2Service(deps: HttpApiDeps & { readonly store: Store }): ApiGatewayV2Service {
  return {
    name: 'apigatewayv2',
    operations: bindOperations(operations, deps),
    resourceTypes: withRefusals(resourceTypes, deps.checks),
    status: async (reader, addresses) => ({ apis: await httpApiStatuses(reader, addresses) }),
    httpApis: createHttpApiSource(deps.store),
  }
}

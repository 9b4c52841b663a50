import type { ApiSource } from '../../gateway/ports.ts'
import { bindOperations, type Service } from '../../kernel/service.ts'
import type { Store } from '../../store/store.ts'
import { createApiSource } from './api-source.ts'
import { apiStatuses } from './api-statuses.ts'
import type { ApiGatewayDeps } from './deps.ts'
import { operations } from './operations/index.ts'
import { resourceTypes } from './resources/index.ts'
import { withRefusals } from './resources/refusals.ts'

export interface ApiGatewayService extends Service {
  /** For the data plane. */
  readonly apis: ApiSource
}

/** REST APIs: the control plane that edits them and freezes deployments, and what the data plane reads of it. */
export function createApiGatewayService(deps: ApiGatewayDeps & { readonly store: Store }): ApiGatewayService {
  return {
    name: 'apigateway',
    operations: bindOperations(operations, deps),
    resourceTypes: withRefusals(resourceTypes, deps.checks),
    status: async (reader, addresses) => ({ apis: await apiStatuses(reader, addresses) }),
    apis: createApiSource(deps.store),
  }
}

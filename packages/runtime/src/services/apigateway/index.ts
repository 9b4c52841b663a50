import type { ApiKeySource } from '../../gateway/key-ports.ts'
import type { ApiSource, CustomDomainSource } from '../../gateway/ports.ts'
import type { Logger } from '../../kernel/logger.ts'
import { bindOperations, type Service } from '../../kernel/service.ts'
import type { Store } from '../../store/store.ts'
import { createApiSource } from './api-source.ts'
import { apiStatuses } from './api-statuses.ts'
import type { ApiGatewayDeps } from './deps.ts'
import { createDomainSource } from './domain-source.ts'
import { domainStatuses } from './domain-statuses.ts'
import { createApiKeySource } from './keys/key-source.ts'
import { UsageMeter } from './keys/usage-meter.ts'
import { operations } from './operations/index.ts'
import { resourceTypes } from './resources/index.ts'
import { withRefusals } from './resources/refusals.ts'

export interface ApiGatewayService extends Service {
  /** For the data plane. */
  readonly apis: ApiSource
  /** Of APIs of both kinds. */
  readonly domains: CustomDomainSource
  readonly keys: ApiKeySource
}

export interface ApiGatewayServiceDeps extends Omit<ApiGatewayDeps, 'usage'> {
  readonly store: Store
  readonly logger: Logger
}

/** REST APIs: the control plane that edits them and freezes deployments, and what the data plane reads of it. */
export function createApiGatewayService(given: ApiGatewayServiceDeps): ApiGatewayService {
  const deps = { ...given, usage: new UsageMeter(given) }
  return {
    name: 'apigateway',
    operations: bindOperations(operations, deps),
    resourceTypes: withRefusals(resourceTypes, deps.checks),
    status: async (reader, addresses) => ({
      apis: await apiStatuses(reader, addresses),
      apiDomains: await domainStatuses(reader, addresses),
    }),
    close: () => deps.usage.flush(),
    apis: createApiSource(deps.store, deps.vault),
    domains: createDomainSource(deps.store),
    keys: createApiKeySource(deps.store, deps.vault, deps.usage),
  }
}

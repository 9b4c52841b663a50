import type { Operation } from '../../../kernel/operation.ts'
import type { HttpApiDeps } from '../deps.ts'
import * as apiMappings from './api-mappings.ts'
import * as apis from './apis.ts'
import * as authorizers from './authorizers.ts'
import * as deployments from './deployments.ts'
import * as domainNames from './domain-names.ts'
import * as exportApis from './export-api.ts'
import * as importApis from './import-api.ts'
import * as integrations from './integrations.ts'
import * as routes from './routes.ts'
import * as routingRules from './routing-rules.ts'
import * as stages from './stages.ts'
import * as tags from './tags.ts'
import * as vpcLinks from './vpc-links.ts'
import * as websocketParts from './websocket-parts.ts'

/** Every operation on HTTP APIs that is emulated; the others are refused by name. A file exports operations only. */
export const operations: readonly Operation<HttpApiDeps>[] = [
  apiMappings,
  apis,
  authorizers,
  deployments,
  domainNames,
  exportApis,
  importApis,
  integrations,
  routes,
  routingRules,
  stages,
  tags,
  vpcLinks,
  websocketParts,
].flatMap((family) => Object.values<Operation<HttpApiDeps>>(family))

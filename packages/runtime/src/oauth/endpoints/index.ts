import type { Clock } from '../../kernel/clock.ts'
import type { Random } from '../../kernel/random.ts'
import { createGrants } from '../grants/index.ts'
import type { Site } from '../ports.ts'
import { createClientTokens } from '../tokens/client-token.ts'
import { authorizeEndpoints } from './authorize.ts'
import type { Endpoint } from './endpoint.ts'
import { errorPageEndpoint } from './error-page.ts'
import { linkEndpoint } from './link.ts'
import { logoutEndpoint } from './logout.ts'
import { appAssetEndpoint, assetEndpoint, pageEndpoint } from './page.ts'
import { revokeEndpoint } from './revoke.ts'
import { type AdmitsToken, tokenEndpoint } from './token.ts'
import { unbuiltEndpoints } from './unbuilt.ts'
import { userInfoEndpoint } from './user-info.ts'

/** Everything a user pool's domain serves, by path. */
export function createEndpoints(deps: {
  clock: Clock
  random: Random
  site: Site
  /** Left out: as many tokens as are asked for. */
  admitsToken?: AdmitsToken | undefined
}): ReadonlyMap<string, Endpoint> {
  const { site } = deps
  const endpoints = [
    tokenEndpoint(createGrants(createClientTokens(deps)), deps.admitsToken),
    revokeEndpoint,
    userInfoEndpoint(deps.clock),
    ...authorizeEndpoints(deps.clock, site),
    logoutEndpoint(deps),
    errorPageEndpoint(site),
    ...[...site.pagePaths].map((path) => pageEndpoint(path, deps)),
    ...[...site.linkPaths].map((path) => linkEndpoint(path, site)),
    ...[...site.appAssetPaths].map(appAssetEndpoint),
    ...[...site.assets].map(([path, asset]) => assetEndpoint(path, asset)),
  ]
  const built = new Set(endpoints.map(({ path }) => path))
  endpoints.push(...unbuiltEndpoints.filter(({ path }) => !built.has(path)))
  return new Map(endpoints.map((endpoint) => [endpoint.path, endpoint]))
}

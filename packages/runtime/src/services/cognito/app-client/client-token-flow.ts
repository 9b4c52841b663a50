import type { ClientSettings } from '../records.ts'

/**
 * Makes a client one that acts for itself: it may call `GetClientToken` and, as documented, use the token endpoint
 * without any OAuth settings. It excludes every other flow, so to have it is to have it alone.
 */
export const CLIENT_TOKEN_FLOW = 'ALLOW_CLIENT_TOKEN_AUTH'

export function hasClientTokenFlow({ ExplicitAuthFlows }: Pick<ClientSettings, 'ExplicitAuthFlows'>): boolean {
  return ExplicitAuthFlows?.includes(CLIENT_TOKEN_FLOW) ?? false
}

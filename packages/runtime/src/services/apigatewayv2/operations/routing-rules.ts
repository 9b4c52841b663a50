import { operation } from '../deps.ts'
import { requireManagedDomain } from '../domains.ts'

/** Rules are refused where they would be made: a domain has none. */
export const listRoutingRules = operation('ListRoutingRules', async (input, _deps, ctx) => {
  await requireManagedDomain(ctx.reader, ctx.place, input.DomainName)
  return { RoutingRules: [] }
})

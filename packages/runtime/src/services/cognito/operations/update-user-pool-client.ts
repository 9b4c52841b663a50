import { checkClient } from '../app-client/rules.ts'
import { existingScopes } from '../app-client/scope-check.ts'
import { clientSettings } from '../app-client/settings.ts'
import { operation } from '../deps.ts'
import { existingProviders } from '../identity-providers/repository.ts'
import { putClient, requireClient, requirePool } from '../repository.ts'
import { clientToWire } from '../wire.ts'

/** Replaces every setting: what the request leaves out returns to its default. Id and secrets stay. */
export const updateUserPoolClient = operation('UpdateUserPoolClient', async (input, { clock, vault }, ctx) => {
  const { UserPoolId, ClientId, ClientName, ...requested } = input
  const settings = clientSettings(requested)
  const updated = await ctx.transact(async (tx) => {
    const client = await requireClient(tx, ctx.place, UserPoolId, ClientId)
    const pool = await requirePool(tx, ctx.place, UserPoolId)
    const existing = await existingScopes(tx, ctx.place, pool.id, settings.AllowedOAuthScopes ?? [])
    const providers = await existingProviders(tx, ctx.place, pool.id, settings.SupportedIdentityProviders ?? [])
    checkClient(settings, {
      pool,
      hasSecret: client.secrets.length > 0,
      scopeExists: (scope) => existing.has(scope),
      providerExists: (name) => providers.has(name),
    })
    const next = { ...client, name: ClientName ?? client.name, modifiedAt: clock.now(), settings }
    putClient(tx, ctx.place, next)
    return next
  })
  return { UserPoolClient: clientToWire(updated, vault) }
})

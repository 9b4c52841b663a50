import { newClientId, newClientSecret, newSecretId } from '../app-client/identity.ts'
import { checkClient } from '../app-client/rules.ts'
import { existingScopes } from '../app-client/scope-check.ts'
import { clientSettings } from '../app-client/settings.ts'
import { operation } from '../deps.ts'
import { invalidParameter } from '../errors.ts'
import { existingProviders } from '../identity-providers/repository.ts'
import { requireRoom } from '../limits/resource-quotas.ts'
import type { ClientRecord } from '../records.ts'
import { clients, putClient, requirePool, within } from '../repository.ts'
import { clientToWire } from '../wire.ts'

export const createUserPoolClient = operation('CreateUserPoolClient', async (input, deps, ctx) => {
  const { clock, random, vault } = deps
  const { UserPoolId, ClientName, GenerateSecret, ClientSecret, ...requested } = input
  if (GenerateSecret && ClientSecret !== undefined) {
    // Documented as exclusive; the text is inferred.
    throw invalidParameter('ClientSecret cannot be specified when GenerateSecret is true.')
  }
  const settings = clientSettings(requested)
  const secret = GenerateSecret ? newClientSecret(random) : ClientSecret
  const now = clock.now()
  const id = newClientId(random)
  const client: ClientRecord = {
    id,
    poolId: UserPoolId,
    name: ClientName,
    createdAt: now,
    modifiedAt: now,
    secrets:
      secret === undefined
        ? []
        : [{ id: newSecretId(id, now, []), createdAt: now, sealed: vault.seal(secret), original: true }],
    settings,
  }
  await ctx.transact(async (tx) => {
    const pool = await requirePool(tx, ctx.place, UserPoolId)
    const existing = await existingScopes(tx, ctx.place, pool.id, settings.AllowedOAuthScopes ?? [])
    const providers = await existingProviders(tx, ctx.place, pool.id, settings.SupportedIdentityProviders ?? [])
    checkClient(settings, {
      pool,
      hasSecret: secret !== undefined,
      scopeExists: (scope) => existing.has(scope),
      providerExists: (name) => providers.has(name),
    })
    await requireRoom(deps.quotas, 'clients', (limit) =>
      clients.list(tx, ctx.place, { prefix: within(pool.id, ''), limit }),
    )
    putClient(tx, ctx.place, client)
  })
  return { UserPoolClient: clientToWire(client, vault) }
})

import { operation } from '../deps.ts'
import { requireAtMost, requireRoom } from '../limits/resource-quotas.ts'
import type { UserPoolRecord } from '../records.ts'
import { poolPlaces, signingKeys, userPools } from '../repository.ts'
import { newKeyId, newPoolId } from '../user-pool/identity.ts'
import { checkPool } from '../user-pool/rules.ts'
import { customAttributes, newSchema } from '../user-pool/schema.ts'
import { poolSettings } from '../user-pool/settings.ts'
import { checkTier } from '../user-pool/tier-rules.ts'
import { poolToWire } from '../wire.ts'

export const createUserPool = operation('CreateUserPool', async (input, deps, ctx) => {
  const { clock, random, vault, keyPairs, quotas } = deps
  const { PoolName, Schema, ...requested } = input
  checkPool(requested, ctx.place)
  checkTier(requested)
  const schema = newSchema(Schema)
  requireAtMost(quotas, 'customAttributes', customAttributes(schema).length)
  // Before the transaction: a key pair may have to be made first.
  const [access, id] = await Promise.all([keyPairs.take(), keyPairs.take()])
  const now = clock.now()
  const pool: UserPoolRecord = {
    id: newPoolId(ctx.place, random),
    name: PoolName,
    createdAt: now,
    modifiedAt: now,
    settings: poolSettings(requested, requested),
    schema,
    mfaMethods: {},
    keys: {
      access: { kid: newKeyId(random), ...access.publicJwk },
      id: { kid: newKeyId(random), ...id.publicJwk },
    },
  }
  await ctx.transact(async (tx) => {
    await requireRoom(quotas, 'userPools', (limit) => userPools.list(tx, ctx.place, { limit }))
    userPools.put(tx, ctx.place, pool.id, pool)
    poolPlaces.put(tx, 'global', pool.id, { place: ctx.place })
    signingKeys.put(tx, ctx.place, pool.id, {
      access: vault.seal(access.privateKeyPem),
      id: vault.seal(id.privateKeyPem),
    })
  })
  return { UserPool: poolToWire(pool, ctx.place) }
})

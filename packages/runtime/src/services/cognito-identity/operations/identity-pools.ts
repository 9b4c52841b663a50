import type { CreateIdentityPoolInput, IdentityPool } from '../../../generated/cognito-identity.ts'
import { uuid } from '../../../kernel/ids.ts'
import { readPage, stored } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { pageRequest } from '../paging.ts'
import type { IdentityPoolRecord } from '../records.ts'
import { deletePool, identityPools, putIdentityPool, requireIdentityPool } from '../repository.ts'
import { checkPool, checkRoleMappings } from '../rules.ts'

const MOST = 60

export const createIdentityPool = operation('CreateIdentityPool', async (input, { random }, ctx) => {
  checkPool(input)
  const pool: IdentityPoolRecord = { id: `${ctx.place.region}:${uuid(random)}`, settings: input }
  await ctx.transact(async (tx) => putIdentityPool(tx, ctx.place, pool))
  return toWire(pool)
})

export const describeIdentityPool = operation('DescribeIdentityPool', async ({ IdentityPoolId }, _deps, ctx) =>
  toWire(await requireIdentityPool(ctx.reader, ctx.place, IdentityPoolId)),
)

/** Replaces every setting but roles. Mappings of providers that are gone go with them (inferred). */
export const updateIdentityPool = operation('UpdateIdentityPool', async (input, _deps, ctx) => {
  const { IdentityPoolId, ...settings } = input
  checkPool(settings)
  return ctx.transact(async (tx) => {
    const before = await requireIdentityPool(tx, ctx.place, IdentityPoolId)
    const IdentityPoolTags = settings.IdentityPoolTags ?? before.settings.IdentityPoolTags
    const pool = {
      ...before,
      settings: { ...settings, IdentityPoolTags },
      roleMappings: keptMappings(before, settings),
    }
    putIdentityPool(tx, ctx.place, pool)
    return toWire(pool)
  })
})

export const deleteIdentityPool = operation('DeleteIdentityPool', async ({ IdentityPoolId }, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    await requireIdentityPool(tx, ctx.place, IdentityPoolId)
    await deletePool(tx, ctx.place, IdentityPoolId)
  })
})

export const listIdentityPools = operation('ListIdentityPools', async (input, _deps, ctx) => {
  const { items, next } = await readPage(
    pageRequest('ListIdentityPools', input, ctx, MOST),
    stored(
      (range) => identityPools.list(ctx.reader, ctx.place, range),
      ({ id }) => id,
    ),
  )
  const described = items.map(({ id, settings }) => ({
    IdentityPoolId: id,
    IdentityPoolName: settings.IdentityPoolName,
  }))
  return { IdentityPools: described, NextToken: next }
})

function keptMappings({ roleMappings = {} }: IdentityPoolRecord, settings: CreateIdentityPoolInput) {
  const kept = Object.entries(roleMappings).filter(([provider, mapping]) => {
    try {
      checkRoleMappings(settings, { [provider]: mapping })
      return true
    } catch {
      return false
    }
  })
  return Object.fromEntries(kept)
}

function toWire({ id, settings }: IdentityPoolRecord): IdentityPool {
  return { IdentityPoolId: id, ...settings, IdentityPoolTags: settings.IdentityPoolTags ?? {} }
}

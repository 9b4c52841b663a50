import { AwsError } from '../../../../kernel/errors.ts'
import { readPage, stored } from '../../../../kernel/paging.ts'
import { operation } from '../../deps.ts'
import type { IdentityProviderRecord, ProviderType } from '../../identity-providers/records.ts'
import {
  deleteProvider,
  findProviderByIdentifier,
  identityProviders,
  noProvider,
  putProvider,
  requireProvider,
} from '../../identity-providers/repository.ts'
import { checkMapping, checkProviderName, sealedDetails, withUsername } from '../../identity-providers/rules.ts'
import { kindOf } from '../../identity-providers/types/index.ts'
import { providerSummary, providerToWire } from '../../identity-providers/wire.ts'
import { requireRoom } from '../../limits/resource-quotas.ts'
import { pageRequest } from '../../paging.ts'
import { requirePool, within } from '../../repository.ts'

const PAGE_SIZE = 60

export const createIdentityProvider = operation(
  'CreateIdentityProvider',
  async (input, { clock, vault, quotas }, ctx) => {
    const { UserPoolId, ProviderName, ProviderDetails, AttributeMapping = {}, IdpIdentifiers = [], AcrMapping } = input
    const type = input.ProviderType as ProviderType
    checkProviderName(ProviderName, type)
    kindOf(type).check(ProviderDetails)
    const now = clock.now()
    const provider: IdentityProviderRecord = {
      poolId: UserPoolId,
      name: ProviderName,
      type,
      createdAt: now,
      modifiedAt: now,
      ...sealedDetails(vault, ProviderDetails),
      mapping: withUsername(type, AttributeMapping),
      identifiers: [...new Set(IdpIdentifiers)],
      acrMapping: AcrMapping,
    }
    await ctx.transact(async (tx) => {
      const pool = await requirePool(tx, ctx.place, UserPoolId)
      checkMapping(pool, AttributeMapping)
      if (await identityProviders.find(tx, ctx.place, within(pool.id, ProviderName))) {
        // Text observed (aws-cloudformation/cloudformation-coverage-roadmap#1287).
        throw new AwsError('DuplicateProviderException', `${ProviderName} already exists in user pool ${pool.id}`)
      }
      await requireRoom(quotas, 'identityProviders', (limit) =>
        identityProviders.list(tx, ctx.place, { prefix: within(pool.id, ''), limit }),
      )
      await putProvider(tx, ctx.place, provider)
    })
    return { IdentityProvider: providerToWire(provider, vault) }
  },
)

export const describeIdentityProvider = operation(
  'DescribeIdentityProvider',
  async ({ UserPoolId, ProviderName }, { vault }, ctx) => {
    await requirePool(ctx.reader, ctx.place, UserPoolId)
    const provider = await requireProvider(ctx.reader, ctx.place, UserPoolId, ProviderName)
    return { IdentityProvider: providerToWire(provider, vault) }
  },
)

export const getIdentityProviderByIdentifier = operation(
  'GetIdentityProviderByIdentifier',
  async ({ UserPoolId, IdpIdentifier }, { vault }, ctx) => {
    await requirePool(ctx.reader, ctx.place, UserPoolId)
    const provider = await findProviderByIdentifier(ctx.reader, ctx.place, UserPoolId, IdpIdentifier)
    if (!provider) throw noProvider(IdpIdentifier)
    return { IdentityProvider: providerToWire(provider, vault) }
  },
)

/** Each map that is given replaces the one before; what is left out stays (documented). */
export const updateIdentityProvider = operation('UpdateIdentityProvider', async (input, { clock, vault }, ctx) => {
  const { UserPoolId, ProviderName, ProviderDetails, AttributeMapping, IdpIdentifiers, AcrMapping } = input
  const updated = await ctx.transact(async (tx) => {
    const pool = await requirePool(tx, ctx.place, UserPoolId)
    const before = await requireProvider(tx, ctx.place, UserPoolId, ProviderName)
    if (ProviderDetails) kindOf(before.type).check(ProviderDetails)
    if (AttributeMapping) checkMapping(pool, AttributeMapping)
    const provider: IdentityProviderRecord = {
      ...before,
      modifiedAt: clock.now(),
      ...(ProviderDetails && sealedDetails(vault, ProviderDetails)),
      ...(AttributeMapping && { mapping: withUsername(before.type, AttributeMapping) }),
      ...(IdpIdentifiers && { identifiers: [...new Set(IdpIdentifiers)] }),
      ...(AcrMapping && { acrMapping: AcrMapping }),
    }
    await putProvider(tx, ctx.place, provider, before)
    return provider
  })
  return { IdentityProvider: providerToWire(updated, vault) }
})

/** Clients keep its name, without effect until it is made again (inferred). */
export const deleteIdentityProvider = operation(
  'DeleteIdentityProvider',
  async ({ UserPoolId, ProviderName }, _deps, ctx) => {
    await ctx.transact(async (tx) => {
      await requirePool(tx, ctx.place, UserPoolId)
      deleteProvider(tx, ctx.place, await requireProvider(tx, ctx.place, UserPoolId, ProviderName))
    })
  },
)

export const listIdentityProviders = operation('ListIdentityProviders', async (input, _deps, ctx) => {
  const { UserPoolId } = input
  await requirePool(ctx.reader, ctx.place, UserPoolId)
  const ofPool = { prefix: within(UserPoolId, '') }
  const { items, next } = await readPage(
    pageRequest('ListIdentityProviders', { ...input, MaxResults: input.MaxResults || PAGE_SIZE }, ctx, PAGE_SIZE),
    stored(
      (range) => identityProviders.list(ctx.reader, ctx.place, { ...ofPool, ...range }),
      ({ name }) => within(UserPoolId, name),
    ),
  )
  return { Providers: items.map(providerSummary), NextToken: next }
})

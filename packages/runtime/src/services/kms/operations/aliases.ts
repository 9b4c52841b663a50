import { arnOf } from '../../../kernel/arn.ts'
import { sorted } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { aliasExists, aliasNotFound, notAuthorized, validationException } from '../errors.ts'
import { pageOf } from '../paging.ts'
import type { AliasRecord } from '../records.ts'
import { aliases, keys } from '../repository.ts'

export const createAlias = operation('CreateAlias', async (input, { clock }, ctx) => {
  checkAliasName(input.AliasName)
  refuseAliasTarget(input.TargetKeyId)
  const arn = arnOf('kms', ctx.place, input.AliasName)
  await ctx.transact(async (tx) => {
    const key = await keys.require(tx, ctx.place, input.TargetKeyId, clock)
    if (await aliases.find(tx, ctx.place, input.AliasName)) throw aliasExists(arn)
    const now = clock.now()
    aliases.put(tx, ctx.place, { name: input.AliasName, arn, keyId: key.id, createdAt: now, updatedAt: now })
  })
})

export const updateAlias = operation('UpdateAlias', async (input, { clock }, ctx) => {
  refuseAliasTarget(input.TargetKeyId)
  await ctx.transact(async (tx) => {
    const key = await keys.require(tx, ctx.place, input.TargetKeyId, clock)
    const alias = await aliases.find(tx, ctx.place, input.AliasName)
    if (!alias) throw aliasNotFound(arnOf('kms', ctx.place, input.AliasName))
    aliases.put(tx, ctx.place, { ...alias, keyId: key.id, updatedAt: clock.now() })
  })
})

export const deleteAlias = operation('DeleteAlias', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const alias = await aliases.find(tx, ctx.place, input.AliasName)
    if (!alias) throw aliasNotFound(arnOf('kms', ctx.place, input.AliasName))
    aliases.delete(tx, ctx.place, alias.name)
  })
})

/** Only aliases that were created here: AWS's own (`alias/aws/…`) come with services that encrypt, which none does. */
export const listAliases = operation('ListAliases', async (input, { clock }, ctx) => {
  const key = input.KeyId === undefined ? undefined : await keys.require(ctx.reader, ctx.place, input.KeyId, clock)
  const found = (await aliases.list(ctx.reader, ctx.place)).filter((alias) => !key || alias.keyId === key.id)
  const { items, ...page } = await pageOf(
    'ListAliases',
    input,
    ctx,
    sorted(found, ({ name }) => [name]),
  )
  return { Aliases: items.map(aliasToWire), ...page }
})

function aliasToWire(alias: AliasRecord) {
  return {
    AliasName: alias.name,
    AliasArn: alias.arn,
    TargetKeyId: alias.keyId,
    CreationDate: new Date(alias.createdAt),
    LastUpdatedDate: new Date(alias.updatedAt),
  }
}

function checkAliasName(name: string): void {
  if (!name.startsWith('alias/')) {
    throw validationException(
      'Alias must start with the prefix "alias/". Please see ' +
        'https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
    )
  }
  if (name.startsWith('alias/aws/')) throw notAuthorized('')
  if (!/^alias\/[\w/-]+$/.test(name)) {
    throw validationException(
      `1 validation error detected: Value '${name}' at 'aliasName' failed to satisfy constraint: Member must satisfy ` +
        'regular expression pattern: ^[a-zA-Z0-9:/_-]+$',
    )
  }
}

function refuseAliasTarget(target: string): void {
  if (target.startsWith('alias/')) throw validationException('Aliases must refer to keys. Not aliases')
}

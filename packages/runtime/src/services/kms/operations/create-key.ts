import { arnOf, globalArnOf } from '../../../kernel/arn.ts'
import { notEmulated } from '../../../kernel/errors.ts'
import { uuid } from '../../../kernel/ids.ts'
import { algorithmsOf, SYMMETRIC } from '../algorithms.ts'
import { operation } from '../deps.ts'
import { validationException } from '../errors.ts'
import { defaultPolicy, type KeyRecord } from '../records.ts'
import { keys } from '../repository.ts'
import { keyToWire } from '../wire.ts'
import { checkPolicy } from './policies.ts'
import { tagsToRecord } from './tags.ts'

export const createKey = operation('CreateKey', async (input, { clock, random }, ctx) => {
  if (input.Origin !== undefined && input.Origin !== 'AWS_KMS') throw notEmulated(`A key of origin ${input.Origin}`)
  if (input.CustomKeyStoreId !== undefined || input.XksKeyId !== undefined) throw notEmulated('A custom key store')
  if (input.MultiRegion) throw notEmulated('A multi-Region key')
  const keySpec = input.KeySpec ?? input.CustomerMasterKeySpec ?? SYMMETRIC
  if (keySpec !== SYMMETRIC && input.KeyUsage === undefined) {
    throw validationException(
      'You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.',
    )
  }
  const keyUsage = input.KeyUsage ?? 'ENCRYPT_DECRYPT'
  if (!algorithmsOf(keySpec, keyUsage)) {
    throw validationException(`KeyUsage ${keyUsage} is not compatible with KeySpec ${keySpec}`)
  }
  if (input.Policy !== undefined) checkPolicy(input.Policy)
  const id = uuid(random)
  const key: KeyRecord = {
    id,
    arn: arnOf('kms', ctx.place, `key/${id}`),
    account: ctx.place.account,
    createdAt: clock.now(),
    description: input.Description ?? '',
    enabled: true,
    keyUsage,
    keySpec,
    policy: input.Policy ?? defaultPolicy(globalArnOf('iam', ctx.place, 'root')),
    tags: tagsToRecord(input.Tags ?? []),
  }
  await ctx.transact(async (tx) => keys.put(tx, ctx.place, key))
  return { KeyMetadata: keyToWire(key) }
})

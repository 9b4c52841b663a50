import { arnOf } from '../../../kernel/arn.ts'
import { urlSuffixOf } from '../../../kernel/place.ts'
import { operation } from '../deps.ts'
import { repositoryAlreadyExists } from '../errors.ts'
import type { RepositoryRecord } from '../records.ts'
import { repositories } from '../repository.ts'
import { repositoryToWire } from '../wire.ts'
import { tagsToRecord } from './tags.ts'

export const createRepository = operation('CreateRepository', async (input, { clock }, ctx) => {
  const { place } = ctx
  const name = input.repositoryName
  const repository: RepositoryRecord = {
    name,
    arn: arnOf('ecr', place, `repository/${name}`),
    uri: `${place.account}.dkr.ecr.${place.region}.${urlSuffixOf(place.region)}/${name}`,
    registryId: place.account,
    createdAt: clock.now(),
    tagMutability: input.imageTagMutability ?? 'MUTABLE',
    tagMutabilityExclusions: input.imageTagMutabilityExclusionFilters,
    scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
    encryption: input.encryptionConfiguration ?? { encryptionType: 'AES256' },
    tags: tagsToRecord(input.tags ?? []),
  }
  await ctx.transact(async (tx) => {
    if (await repositories.find(tx, place, name)) throw repositoryAlreadyExists(name, place.account)
    repositories.put(tx, place, repository)
  })
  return { repository: repositoryToWire(repository) }
})

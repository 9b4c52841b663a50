import { operation } from '../deps.ts'
import { imageNotFound } from '../errors.ts'
import { repositories } from '../repository.ts'

export const listImages = operation('ListImages', async (input, _deps, ctx) => {
  await repositories.require(ctx.reader, ctx.place, input.repositoryName, input.registryId)
  return { imageIds: [] }
})

export const describeImages = operation('DescribeImages', async (input, _deps, ctx) => {
  const repository = await repositories.require(ctx.reader, ctx.place, input.repositoryName, input.registryId)
  const wanted = input.imageIds?.[0]
  if (wanted) {
    const digest = wanted.imageDigest ?? 'null'
    const tag = wanted.imageTag ?? 'null'
    throw imageNotFound(`{imageDigest:'${digest}', imageTag:'${tag}'}`, repository.name, repository.registryId)
  }
  return { imageDetails: [] }
})

import { operation } from '../deps.ts'
import { changeRepository } from '../repository.ts'

/** Recorded: no image is ever scanned. */
export const putImageScanningConfiguration = operation('PutImageScanningConfiguration', async (input, _deps, ctx) => {
  const scanOnPush = input.imageScanningConfiguration.scanOnPush ?? false
  const { after } = await changeRepository(ctx, input, (repository) => ({ ...repository, scanOnPush }))
  return {
    registryId: after.registryId,
    repositoryName: after.name,
    imageScanningConfiguration: { scanOnPush },
  }
})

/** Recorded: no tag is ever moved. */
export const putImageTagMutability = operation('PutImageTagMutability', async (input, _deps, ctx) => {
  const { after } = await changeRepository(ctx, input, (repository) => ({
    ...repository,
    tagMutability: input.imageTagMutability,
    tagMutabilityExclusions: input.imageTagMutabilityExclusionFilters,
  }))
  return {
    registryId: after.registryId,
    repositoryName: after.name,
    imageTagMutability: after.tagMutability,
    imageTagMutabilityExclusionFilters: after.tagMutabilityExclusions,
  }
})

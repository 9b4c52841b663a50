import { isJsonObject } from '../../../kernel/json.ts'
import { operation } from '../deps.ts'
import { invalidParameter, lifecyclePolicyNotFound } from '../errors.ts'
import type { RepositoryRecord } from '../records.ts'
import { changeRepository, repositories } from '../repository.ts'

/** Recorded: nothing expires in a repository that stays empty. */
export const putLifecyclePolicy = operation('PutLifecyclePolicy', async (input, _deps, ctx) => {
  if (!hasRules(input.lifecyclePolicyText)) {
    throw invalidParameter(
      `Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: ` +
        `'Lifecycle policy validation failure: not a JSON object with rules'`,
    )
  }
  const { after } = await changeRepository(ctx, input, (repository) => ({
    ...repository,
    lifecyclePolicy: input.lifecyclePolicyText,
  }))
  return answer(after, input.lifecyclePolicyText)
})

export const getLifecyclePolicy = operation('GetLifecyclePolicy', async (input, _deps, ctx) => {
  const found = await repositories.require(ctx.reader, ctx.place, input.repositoryName, input.registryId)
  return answer(found, requirePolicy(found))
})

export const deleteLifecyclePolicy = operation('DeleteLifecyclePolicy', async (input, _deps, ctx) => {
  const { before } = await changeRepository(ctx, input, (repository) => {
    requirePolicy(repository)
    return { ...repository, lifecyclePolicy: undefined }
  })
  return answer(before, requirePolicy(before))
})

function requirePolicy({ name, registryId, lifecyclePolicy }: RepositoryRecord): string {
  if (lifecyclePolicy === undefined) throw lifecyclePolicyNotFound(name, registryId)
  return lifecyclePolicy
}

function answer({ name, registryId }: RepositoryRecord, text: string) {
  return { registryId, repositoryName: name, lifecyclePolicyText: text }
}

function hasRules(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) && Array.isArray(value.rules)
  } catch {
    return false
  }
}

import { isJsonObject } from '../../../kernel/json.ts'
import { operation } from '../deps.ts'
import { invalidParameter, repositoryPolicyNotFound } from '../errors.ts'
import type { RepositoryRecord } from '../records.ts'
import { changeRepository, repositories } from '../repository.ts'

/** Recorded: permissions are not evaluated. */
export const setRepositoryPolicy = operation('SetRepositoryPolicy', async (input, _deps, ctx) => {
  if (!isPolicy(input.policyText)) {
    throw invalidParameter(
      `Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'`,
    )
  }
  const { after } = await changeRepository(ctx, input, (repository) => ({ ...repository, policy: input.policyText }))
  return answer(after, input.policyText)
})

export const getRepositoryPolicy = operation('GetRepositoryPolicy', async (input, _deps, ctx) => {
  const found = await repositories.require(ctx.reader, ctx.place, input.repositoryName, input.registryId)
  return answer(found, requirePolicy(found))
})

export const deleteRepositoryPolicy = operation('DeleteRepositoryPolicy', async (input, _deps, ctx) => {
  const { before } = await changeRepository(ctx, input, (repository) => {
    requirePolicy(repository)
    return { ...repository, policy: undefined }
  })
  return answer(before, requirePolicy(before))
})

function requirePolicy({ name, registryId, policy }: RepositoryRecord): string {
  if (policy === undefined) throw repositoryPolicyNotFound(name, registryId)
  return policy
}

function answer({ name, registryId }: RepositoryRecord, policyText: string) {
  return { registryId, repositoryName: name, policyText }
}

function isPolicy(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) && value.Statement !== undefined
  } catch {
    return false
  }
}

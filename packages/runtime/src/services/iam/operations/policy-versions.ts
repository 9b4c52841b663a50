import { deleteConflict, limitExceeded, noSuchPolicyVersion } from '../errors.ts'
import { type PolicyDocument, type PolicyVersionDocument, versionToWire } from '../model.ts'
import { pageOf } from '../paging.ts'
import { changePolicy, policies } from '../repository.ts'
import { checkManagedPolicy, refuseAwsManaged } from './managed-policies.ts'
import { operation } from './operation.ts'

const VERSION_QUOTA = 5

export const createPolicyVersion = operation('CreatePolicyVersion', async (input, { clock }, ctx) => {
  checkManagedPolicy(input.PolicyDocument)
  const now = clock.now()
  const policy = await changePolicy(ctx, input.PolicyArn, (before) => {
    if (before.versions.length >= VERSION_QUOTA) {
      throw limitExceeded(
        `A managed policy can have up to ${VERSION_QUOTA} versions. Before you create a new version, you must delete ` +
          'an existing version.',
      )
    }
    const id = `v${before.nextVersion}`
    return {
      ...before,
      versions: [...before.versions, { id, document: input.PolicyDocument, createdAt: now }],
      defaultVersionId: input.SetAsDefault ? id : before.defaultVersionId,
      nextVersion: before.nextVersion + 1,
      updatedAt: now,
    }
  })
  const created = policy.versions.at(-1)
  return { PolicyVersion: created && { ...versionToWire(policy, created), Document: undefined } }
})

export const getPolicyVersion = operation('GetPolicyVersion', async (input, _deps, ctx) => {
  refuseAwsManaged(input.PolicyArn)
  const policy = await policies.require(ctx.reader, ctx.place, input.PolicyArn)
  return { PolicyVersion: versionToWire(policy, requireVersion(policy, input.VersionId)) }
})

export const listPolicyVersions = operation('ListPolicyVersions', async (input, _deps, ctx) => {
  refuseAwsManaged(input.PolicyArn)
  const policy = await policies.require(ctx.reader, ctx.place, input.PolicyArn)
  const { items, ...page } = pageOf([...policy.versions].reverse(), input)
  return { Versions: items.map((version) => ({ ...versionToWire(policy, version), Document: undefined })), ...page }
})

export const deletePolicyVersion = operation('DeletePolicyVersion', async (input, { clock }, ctx) => {
  await changePolicy(ctx, input.PolicyArn, (policy) => {
    requireVersion(policy, input.VersionId)
    if (policy.defaultVersionId === input.VersionId) {
      throw deleteConflict('Cannot delete the default version of a policy.')
    }
    const versions = policy.versions.filter((version) => version.id !== input.VersionId)
    return { ...policy, versions, updatedAt: clock.now() }
  })
})

export const setDefaultPolicyVersion = operation('SetDefaultPolicyVersion', async (input, { clock }, ctx) => {
  await changePolicy(ctx, input.PolicyArn, (policy) => {
    requireVersion(policy, input.VersionId)
    return { ...policy, defaultVersionId: input.VersionId, updatedAt: clock.now() }
  })
})

function requireVersion(policy: PolicyDocument, versionId: string): PolicyVersionDocument {
  const version = policy.versions.find((candidate) => candidate.id === versionId)
  if (!version) throw noSuchPolicyVersion(policy.arn, versionId)
  return version
}

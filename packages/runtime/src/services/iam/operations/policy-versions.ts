import type { CallContext } from '../../../kernel/operation.ts'
import { sorted } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { deleteConflict, limitExceeded, noSuchPolicyVersion } from '../errors.ts'
import { pageOf } from '../paging.ts'
import type { PolicyRecord, PolicyVersionRecord } from '../records.ts'
import { changePolicy, policies } from '../repository.ts'
import { versionToWire } from '../wire.ts'
import { checkManagedPolicy, refuseAwsManaged } from './managed-policies.ts'

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
  const policy = await policies.findByArn(ctx.reader, ctx.place, input.PolicyArn)
  if (!policy) throw noSuchPolicyVersion(input.PolicyArn, input.VersionId)
  return { PolicyVersion: versionToWire(policy, requireVersion(policy, input.VersionId)) }
})

export const listPolicyVersions = operation('ListPolicyVersions', async (input, _deps, ctx) => {
  refuseAwsManaged(input.PolicyArn)
  const policy = await policies.require(ctx.reader, ctx.place, input.PolicyArn)
  const newestFirst = sorted(policy.versions, ({ id }) => [Number(id.slice(1))], 'descending')
  const { items, ...page } = await pageOf('ListPolicyVersions', input, ctx, newestFirst)
  return { Versions: items.map((version) => ({ ...versionToWire(policy, version), Document: undefined })), ...page }
})

export const deletePolicyVersion = operation('DeletePolicyVersion', async (input, { clock }, ctx) => {
  await changeVersion(ctx, input, (policy) => {
    if (policy.defaultVersionId === input.VersionId) {
      throw deleteConflict('Cannot delete the default version of a policy.')
    }
    const versions = policy.versions.filter((version) => version.id !== input.VersionId)
    return { ...policy, versions, updatedAt: clock.now() }
  })
})

export const setDefaultPolicyVersion = operation('SetDefaultPolicyVersion', async (input, { clock }, ctx) => {
  await changeVersion(ctx, input, (policy) => ({
    ...policy,
    defaultVersionId: input.VersionId,
    updatedAt: clock.now(),
  }))
})

/** A version of no policy is refused in the same words as none of a policy (recorded). */
function changeVersion(
  ctx: CallContext,
  { PolicyArn, VersionId }: { readonly PolicyArn: string; readonly VersionId: string },
  change: (policy: PolicyRecord) => PolicyRecord,
): Promise<PolicyRecord> {
  const requiring = (policy: PolicyRecord) => {
    requireVersion(policy, VersionId)
    return change(policy)
  }
  return changePolicy(ctx, PolicyArn, requiring, noSuchPolicyVersion(PolicyArn, VersionId))
}

function requireVersion(policy: PolicyRecord, versionId: string): PolicyVersionRecord {
  const version = policy.versions.find((candidate) => candidate.id === versionId)
  if (!version) throw noSuchPolicyVersion(policy.arn, versionId)
  return version
}

import { globalArnOf } from '../../../kernel/arn.ts'
import { notEmulated } from '../../../kernel/errors.ts'
import { sorted } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { deleteConflict, policyExists } from '../errors.ts'
import { byKey, pageOf } from '../paging.ts'
import { isAwsManagedPolicy } from '../policy-arn.ts'
import { checkPermissionsPolicy, checkSize } from '../policy-document.ts'
import { type PolicyRecord, uniqueId, usesOf } from '../records.ts'
import { changePolicy, policies, roles } from '../repository.ts'
import { policyTags, toTagList, withoutTags } from '../tags.ts'
import { policyToWire } from '../wire.ts'

const POLICY_QUOTA = 6144
const POLICY_TOO_LARGE = `Cannot exceed quota for PolicySize: ${POLICY_QUOTA}`

export function checkManagedPolicy(document: string): void {
  checkPermissionsPolicy(document)
  checkSize(document, POLICY_QUOTA, POLICY_TOO_LARGE)
}

/** Of AWS's own policies only the names are known, and only those that somebody used here. */
export function refuseAwsManaged(arn: string): void {
  if (isAwsManagedPolicy(arn)) throw notEmulated(`What AWS says of its managed policy ${arn}`)
}

export const createPolicy = operation('CreatePolicy', async (input, { clock, random }, ctx) => {
  checkManagedPolicy(input.PolicyDocument)
  const path = input.Path ?? '/'
  const now = clock.now()
  const policy: PolicyRecord = {
    name: input.PolicyName,
    id: uniqueId('ANPA', random),
    arn: globalArnOf('iam', ctx.place, `policy${path}${input.PolicyName}`),
    path,
    description: input.Description,
    createdAt: now,
    updatedAt: now,
    tags: policyTags(input.Tags),
    versions: [{ id: 'v1', document: input.PolicyDocument, createdAt: now }],
    defaultVersionId: 'v1',
    nextVersion: 2,
  }
  await ctx.transact(async (tx) => {
    if (await policies.find(tx, ctx.place, policy.name)) throw policyExists(policy.name)
    policies.put(tx, ctx.place, policy)
  })
  // The answer to a creation has neither description nor tags.
  const { Description: _description, Tags, ...answer } = policyToWire(policy, { attachments: 0, boundaries: 0 })
  return { Policy: { ...answer, Tags: input.Tags?.length ? Tags : undefined } }
})

export const getPolicy = operation('GetPolicy', async (input, _deps, ctx) => {
  refuseAwsManaged(input.PolicyArn)
  const policy = await policies.require(ctx.reader, ctx.place, input.PolicyArn)
  return { Policy: policyToWire(policy, usesOf(policy.arn, await roles.list(ctx.reader, ctx.place))) }
})

export const deletePolicy = operation('DeletePolicy', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const policy = await policies.require(tx, ctx.place, input.PolicyArn)
    const use = usesOf(policy.arn, await roles.list(tx, ctx.place))
    if (use.attachments + use.boundaries > 0) throw deleteConflict('Cannot delete a policy attached to entities.')
    if (policy.versions.length > 1) {
      throw deleteConflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. " +
          'The default version is deleted with the policy.',
      )
    }
    policies.delete(tx, ctx.place, policy.name)
  })
})

export const tagPolicy = operation('TagPolicy', async (input, _deps, ctx) => {
  const added = policyTags(input.Tags)
  await changePolicy(ctx, input.PolicyArn, (policy) => ({ ...policy, tags: { ...policy.tags, ...added } }))
})

export const untagPolicy = operation('UntagPolicy', async (input, _deps, ctx) => {
  await changePolicy(ctx, input.PolicyArn, (policy) => ({ ...policy, tags: withoutTags(policy.tags, input.TagKeys) }))
})

export const listPolicyTags = operation('ListPolicyTags', async (input, _deps, ctx) => {
  const { tags } = await policies.require(ctx.reader, ctx.place, input.PolicyArn)
  // Recorded: this list is in the order of its keys, that of `GetPolicy` is not.
  const { items, ...page } = await pageOf('ListPolicyTags', input, ctx, sorted(toTagList(tags), byKey))
  return { Tags: items, ...page }
})

import type { KMSKey, Tag } from '../../../generated/resource-properties.ts'
import { isAwsError } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { jsonText } from '../../../kernel/json.ts'
import type { ResourceRequest } from '../../../kernel/resource-type.ts'
import { kindIsFixed } from '../errors.ts'

/** `AWS::KMS::Key`: metadata only. Removing one schedules its deletion, as on AWS. */
export const keyType = instantType({
  type: 'AWS::KMS::Key',
  properties: {
    BypassPolicyLockoutSafetyCheck: 'recorded',
    Description: 'emulated',
    Enabled: 'emulated',
    EnableKeyRotation: 'recorded',
    KeyPolicy: 'recorded',
    KeySpec: 'recorded',
    KeyUsage: 'recorded',
    PendingWindowInDays: 'emulated',
    RotationPeriodInDays: 'recorded',
    Tags: 'emulated',
  },

  async create(p, request) {
    const { KeyMetadata } = await request.call('kms', 'CreateKey', {
      Policy: jsonText(p.KeyPolicy),
      BypassPolicyLockoutSafetyCheck: p.BypassPolicyLockoutSafetyCheck,
      Description: p.Description,
      KeySpec: p.KeySpec,
      KeyUsage: p.KeyUsage,
      Tags: wireTags(p.Tags),
    })
    const KeyId = KeyMetadata?.KeyId ?? ''
    await configure(KeyId, p, {}, request)
    return { physicalId: KeyId, attributes: { KeyId, Arn: KeyMetadata?.Arn ?? '' } }
  },

  async update(p, previous, request) {
    const { call } = request
    const { physicalId: KeyId, properties: old } = previous
    await refuseOtherKind(KeyId, p, request)
    // A disabled key refuses changes of its rotation, so it is woken first.
    await call('kms', 'EnableKey', { KeyId })
    await call('kms', 'UpdateKeyDescription', { KeyId, Description: p.Description ?? '' })
    const Policy = jsonText(p.KeyPolicy)
    if (Policy !== undefined) await call('kms', 'PutKeyPolicy', { KeyId, PolicyName: 'default', Policy })
    const kept = new Set(p.Tags?.map((tag) => tag.Key))
    const TagKeys = (old.Tags ?? []).map((tag) => tag.Key).filter((key) => !kept.has(key))
    if (TagKeys.length > 0) await call('kms', 'UntagResource', { KeyId, TagKeys })
    const Tags = wireTags(p.Tags)
    if (Tags?.length) await call('kms', 'TagResource', { KeyId, Tags })
    await configure(KeyId, p, old, request)
    return { physicalId: previous.physicalId, attributes: previous.attributes }
  },

  async remove(previous, request) {
    const { PendingWindowInDays } = previous.properties
    try {
      await request.call('kms', 'ScheduleKeyDeletion', { KeyId: previous.physicalId, PendingWindowInDays })
    } catch (error) {
      // The second says that the deletion is scheduled already.
      if (!isAwsError(error, 'NotFoundException', 'KMSInvalidStateException')) throw error
    }
  },
})

/**
 * A key of another kind would be another key, and what the old one encrypted be lost: the update fails, whatever the
 * update policies of the template say (documented: AWS::KMS::Key, `KeySpec` and `KeyUsage`; the text is inferred).
 * The key itself says what it is, so that a rollback to the properties before finds nothing changed.
 */
async function refuseOtherKind(KeyId: string, p: KMSKey, { call }: ResourceRequest): Promise<void> {
  const { KeyMetadata } = await call('kms', 'DescribeKey', { KeyId })
  const { KeySpec = 'SYMMETRIC_DEFAULT', KeyUsage = 'ENCRYPT_DECRYPT' } = p
  const changed = [
    ...(KeySpec === KeyMetadata?.KeySpec ? [] : ['KeySpec']),
    ...(KeyUsage === KeyMetadata?.KeyUsage ? [] : ['KeyUsage']),
  ]
  if (changed.length > 0) throw kindIsFixed(changed)
}

async function configure(KeyId: string, p: KMSKey, old: KMSKey, { call }: ResourceRequest): Promise<void> {
  if (p.EnableKeyRotation) {
    await call('kms', 'EnableKeyRotation', { KeyId, RotationPeriodInDays: p.RotationPeriodInDays })
  } else if (old.EnableKeyRotation) {
    await call('kms', 'DisableKeyRotation', { KeyId })
  }
  if (p.Enabled === false) await call('kms', 'DisableKey', { KeyId })
}

function wireTags(tags: readonly Tag[] | undefined) {
  return tags?.map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value }))
}

import { isAwsError } from '../../../kernel/errors.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import type { InstantType, ResourceRequest } from '../../../kernel/resource-type.ts'
import { kindIsFixed } from '../errors.ts'

interface Tag {
  readonly Key: string
  readonly Value: string
}

interface KeyProperties {
  readonly BypassPolicyLockoutSafetyCheck?: boolean
  readonly Description?: string
  readonly Enabled?: boolean
  readonly EnableKeyRotation?: boolean
  readonly KeyPolicy?: JsonObject | string
  readonly KeySpec?: string
  readonly KeyUsage?: string
  readonly PendingWindowInDays?: number
  readonly RotationPeriodInDays?: number
  readonly Tags?: readonly Tag[]
}

/** `AWS::KMS::Key`: metadata only. Removing one schedules its deletion, as on AWS. */
export const keyType: InstantType = {
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

  async create(properties, request) {
    const p = properties as unknown as KeyProperties
    const { KeyMetadata } = await request.call('kms', 'CreateKey', {
      Policy: policyText(p),
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

  async update(properties, previous, request) {
    const { call } = request
    const p = properties as unknown as KeyProperties
    const old = previous.properties as unknown as KeyProperties
    const KeyId = previous.physicalId
    await refuseOtherKind(KeyId, p, request)
    // A disabled key refuses changes of its rotation, so it is woken first.
    await call('kms', 'EnableKey', { KeyId })
    await call('kms', 'UpdateKeyDescription', { KeyId, Description: p.Description ?? '' })
    const Policy = policyText(p)
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
    const { PendingWindowInDays } = previous.properties as unknown as KeyProperties
    try {
      await request.call('kms', 'ScheduleKeyDeletion', { KeyId: previous.physicalId, PendingWindowInDays })
    } catch (error) {
      // The second says that the deletion is scheduled already.
      if (!isAwsError(error, 'NotFoundException', 'KMSInvalidStateException')) throw error
    }
  },
}

/**
 * A key of another kind would be another key, and what the old one encrypted be lost: the update fails, whatever the
 * update policies of the template say (documented: AWS::KMS::Key, `KeySpec` and `KeyUsage`; the text is inferred).
 * The key itself says what it is, so that a rollback to the properties before finds nothing changed.
 */
async function refuseOtherKind(KeyId: string, p: KeyProperties, { call }: ResourceRequest): Promise<void> {
  const { KeyMetadata } = await call('kms', 'DescribeKey', { KeyId })
  const { KeySpec = 'SYMMETRIC_DEFAULT', KeyUsage = 'ENCRYPT_DECRYPT' } = p
  const changed = [
    ...(KeySpec === KeyMetadata?.KeySpec ? [] : ['KeySpec']),
    ...(KeyUsage === KeyMetadata?.KeyUsage ? [] : ['KeyUsage']),
  ]
  if (changed.length > 0) throw kindIsFixed(changed)
}

async function configure(
  KeyId: string,
  p: KeyProperties,
  old: KeyProperties,
  { call }: ResourceRequest,
): Promise<void> {
  if (p.EnableKeyRotation) {
    await call('kms', 'EnableKeyRotation', { KeyId, RotationPeriodInDays: p.RotationPeriodInDays })
  } else if (old.EnableKeyRotation) {
    await call('kms', 'DisableKeyRotation', { KeyId })
  }
  if (p.Enabled === false) await call('kms', 'DisableKey', { KeyId })
}

function policyText({ KeyPolicy }: KeyProperties): string | undefined {
  return typeof KeyPolicy === 'object' ? JSON.stringify(KeyPolicy) : KeyPolicy
}

function wireTags(tags: readonly Tag[] | undefined) {
  return tags?.map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value }))
}

import type { LogsLogGroup } from '../../../generated/resource-properties.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import type { ResourceRequest } from '../../../kernel/resource-type.ts'
import { groupArn } from '../group-name.ts'

/** `AWS::Logs::LogGroup`. */
export const logGroupType = instantType({
  type: 'AWS::Logs::LogGroup',
  nameProperty: 'LogGroupName',
  properties: {
    DataProtectionPolicy: 'recordable',
    DeletionProtectionEnabled: 'emulated',
    FieldIndexPolicies: 'recorded',
    KmsKeyId: 'recorded',
    LogGroupClass: 'recorded',
    LogGroupName: 'emulated',
    ResourcePolicyDocument: 'recorded',
    RetentionInDays: 'emulated',
    Tags: 'emulated',
  },

  async create(p, request) {
    const logGroupName = p.LogGroupName ?? request.generateName({ maxLength: 512 })
    await request.call('logs', 'CreateLogGroup', {
      logGroupName,
      kmsKeyId: p.KmsKeyId,
      logGroupClass: p.LogGroupClass,
      deletionProtectionEnabled: p.DeletionProtectionEnabled,
      // The API takes no empty map.
      tags: p.Tags?.length ? tagMap(p) : undefined,
    })
    await writeRetention(logGroupName, p, request)
    return instanceOf(logGroupName, request)
  },

  async update(p, previous, request) {
    const old = previous.properties
    const { physicalId: logGroupName } = previous
    await writeRetention(logGroupName, p, request)
    await request.call('logs', 'PutLogGroupDeletionProtection', {
      logGroupIdentifier: logGroupName,
      deletionProtectionEnabled: p.DeletionProtectionEnabled ?? false,
    })
    if (p.KmsKeyId !== undefined) {
      await request.call('logs', 'AssociateKmsKey', { logGroupName, kmsKeyId: p.KmsKeyId })
    } else if (old.KmsKeyId !== undefined) {
      await request.call('logs', 'DisassociateKmsKey', { logGroupName })
    }
    const tags = tagMap(p)
    const gone = Object.keys(tagMap(old)).filter((key) => !Object.hasOwn(tags, key))
    if (gone.length > 0) await request.call('logs', 'UntagLogGroup', { logGroupName, tags: gone })
    if (Object.keys(tags).length > 0) await request.call('logs', 'TagLogGroup', { logGroupName, tags })
    return instanceOf(logGroupName, request)
  },

  async remove({ physicalId: logGroupName }, { call }) {
    await ignoring('ResourceNotFoundException', call('logs', 'DeleteLogGroup', { logGroupName }))
  },
})

function instanceOf(name: string, { place }: ResourceRequest) {
  return { physicalId: name, attributes: { Arn: `${groupArn(place, name)}:*` } }
}

async function writeRetention(logGroupName: string, { RetentionInDays }: LogsLogGroup, { call }: ResourceRequest) {
  if (RetentionInDays === undefined) await call('logs', 'DeleteRetentionPolicy', { logGroupName })
  else await call('logs', 'PutRetentionPolicy', { logGroupName, retentionInDays: RetentionInDays })
}

function tagMap({ Tags = [] }: LogsLogGroup): Record<string, string> {
  return Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]))
}

import type { SSMParameter } from '../../../generated/resource-properties.ts'
import { AwsError, ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import type { ResourceRequest } from '../../../kernel/resource-type.ts'
import { parameterArn } from '../parameter-name.ts'

/** `AWS::SSM::Parameter`. CloudFormation makes no secure parameters: their values would stand in the template. */
export const parameterType = instantType({
  type: 'AWS::SSM::Parameter',
  nameProperty: 'Name',
  properties: {
    AllowedPattern: 'emulated',
    DataType: 'recorded',
    Description: 'emulated',
    Name: 'emulated',
    Tags: 'emulated',
    Tier: 'emulated',
    Type: 'emulated',
    Value: 'emulated',
  },

  async create(p, request) {
    const Name = p.Name ?? generatedName(request)
    await request.call('ssm', 'PutParameter', { ...writeOf(p, Name), Tags: tagList(p.Tags) })
    return instanceOf(Name, p, request)
  },

  async update(p, previous, request) {
    const old = previous.properties
    const Name = previous.physicalId
    await request.call('ssm', 'PutParameter', { ...writeOf(p, Name), Overwrite: true })
    await writeTags(Name, p.Tags ?? {}, old.Tags ?? {}, request)
    return instanceOf(Name, p, request)
  },

  async remove(previous, request) {
    await ignoring('ParameterNotFound', request.call('ssm', 'DeleteParameter', { Name: previous.physicalId }))
  },
})

/** Observed on AWS: `CFN-MyParameter-XDIklGDTsx0d`, without the stack's name. */
function generatedName(request: ResourceRequest): string {
  const suffix = request.generateName({ maxLength: 255 }).split('-').at(-1)
  return `CFN-${request.logicalId}-${suffix}`
}

function instanceOf(name: string, { Type, Value }: SSMParameter, { place }: ResourceRequest) {
  return { physicalId: name, attributes: { Type, Value, Arn: parameterArn(place, name) } }
}

function writeOf(p: SSMParameter, Name: string) {
  if (p.Type === 'SecureString') {
    throw new AwsError('ValidationException', 'SecureString is not a supported parameter type in CloudFormation.')
  }
  return {
    Name,
    Type: p.Type,
    Value: p.Value,
    // A description that the template no longer has is taken away, which PutParameter does only when told so.
    Description: p.Description ?? '',
    AllowedPattern: p.AllowedPattern,
    Tier: p.Tier,
    DataType: p.DataType,
  }
}

function tagList(tags: Readonly<Record<string, string>> | undefined) {
  return tags && Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
}

type TagMap = Readonly<Record<string, string>>

async function writeTags(ResourceId: string, tags: TagMap, old: TagMap, { call }: ResourceRequest): Promise<void> {
  const target = { ResourceType: 'Parameter', ResourceId }
  const TagKeys = Object.keys(old).filter((key) => tags[key] === undefined)
  if (TagKeys.length > 0) await call('ssm', 'RemoveTagsFromResource', { ...target, TagKeys })
  const Tags = tagList(tags) ?? []
  if (Tags.length > 0) await call('ssm', 'AddTagsToResource', { ...target, Tags })
}

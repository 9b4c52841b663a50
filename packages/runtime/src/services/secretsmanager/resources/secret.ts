import type { SecretsManagerSecret } from '../../../generated/resource-properties.ts'
import { AwsError, ignoring } from '../../../kernel/errors.ts'
import { uuid } from '../../../kernel/ids.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { isJsonObject, type JsonObject } from '../../../kernel/json.ts'
import type { Random } from '../../../kernel/random.ts'
import type { ResourceInstance, ResourceRequest } from '../../../kernel/resource-type.ts'

/** `AWS::SecretsManager::Secret`. `random` gives the ids of its versions, as an SDK gives them. */
export const secretType = (random: Random) =>
  instantType({
    type: 'AWS::SecretsManager::Secret',
    nameProperty: 'Name',
    properties: {
      Description: 'emulated',
      GenerateSecretString: 'emulated',
      KmsKeyId: 'recorded',
      Name: 'emulated',
      SecretString: 'emulated',
      Tags: 'emulated',
    },

    async create(p, request) {
      const { ARN = '' } = await request.call('secretsmanager', 'CreateSecret', {
        Name: p.Name ?? generatedName(request),
        ClientRequestToken: uuid(random),
        Description: p.Description,
        KmsKeyId: p.KmsKeyId,
        SecretString: (await textOf(p, request)) ?? '{}',
        Tags: p.Tags,
      })
      return instanceOf(ARN)
    },

    /** A password is generated anew only where its rules are other ones (documented). */
    async update(p, previous, request) {
      const { physicalId: SecretId, properties: old } = previous
      const isNewText = JSON.stringify(valueRules(p)) !== JSON.stringify(valueRules(old))
      await request.call('secretsmanager', 'UpdateSecret', {
        SecretId,
        ClientRequestToken: uuid(random),
        Description: p.Description ?? '',
        KmsKeyId: p.KmsKeyId ?? (old.KmsKeyId === undefined ? undefined : ''),
        SecretString: isNewText ? await textOf(p, request) : undefined,
      })
      await writeTags(SecretId, p.Tags ?? [], old.Tags ?? [], request)
      return instanceOf(SecretId)
    },

    async remove(previous, request) {
      const input = { SecretId: previous.physicalId, ForceDeleteWithoutRecovery: true }
      await ignoring('ResourceNotFoundException', request.call('secretsmanager', 'DeleteSecret', input))
    },
  })

function instanceOf(arn: string): ResourceInstance {
  return { physicalId: arn, attributes: { Id: arn } }
}

/** `{logicalId}-{12 characters}`, without the stack's name (general knowledge). */
function generatedName(request: ResourceRequest): string {
  const suffix = request.generateName({ maxLength: 255 }).split('-').at(-1)
  return `${request.logicalId}-${suffix}`
}

function valueRules({ SecretString, GenerateSecretString }: SecretsManagerSecret) {
  return [SecretString, GenerateSecretString]
}

async function textOf(p: SecretsManagerSecret, { call }: ResourceRequest): Promise<string | undefined> {
  const { SecretString, GenerateSecretString: rules } = p
  if (SecretString !== undefined && rules !== undefined) {
    throw new AwsError('ValidationException', 'You can specify only one of SecretString and GenerateSecretString.')
  }
  if (!rules) return SecretString
  const { SecretStringTemplate: template, GenerateStringKey: key, ...password } = rules
  if ((template === undefined) !== (key === undefined)) {
    throw new AwsError('ValidationException', 'SecretStringTemplate and GenerateStringKey must be given together.')
  }
  const { RandomPassword = '' } = await call('secretsmanager', 'GetRandomPassword', password)
  if (template === undefined || key === undefined) return RandomPassword
  return JSON.stringify({ ...templateObject(template), [key]: RandomPassword })
}

function templateObject(template: string): JsonObject {
  try {
    const value: unknown = JSON.parse(template)
    if (isJsonObject(value)) return value
  } catch {
    // What is not JSON is refused below, like JSON that is no object.
  }
  throw new AwsError('ValidationException', 'SecretStringTemplate must be a JSON object.')
}

type Tags = NonNullable<SecretsManagerSecret['Tags']>

async function writeTags(SecretId: string, tags: Tags, old: Tags, { call }: ResourceRequest): Promise<void> {
  const TagKeys = old.map(({ Key }) => Key).filter((key) => !tags.some(({ Key }) => Key === key))
  if (TagKeys.length > 0) await call('secretsmanager', 'UntagResource', { SecretId, TagKeys })
  if (tags.length > 0) await call('secretsmanager', 'TagResource', { SecretId, Tags: tags })
}

import { ignoring } from '../../../kernel/errors.ts'
import type { JsonObject, JsonValue } from '../../../kernel/json.ts'
import type { InstantType } from '../../../kernel/resource-type.ts'
import { patchText } from './patches.ts'

interface Properties {
  readonly ContentType?: string
  readonly Description?: string
  readonly Name?: string
  readonly RestApiId: string
  readonly Schema?: JsonValue
}

/** `AWS::ApiGateway::Model`. Recorded: bodies are not validated against it. `Ref` is its name. */
export const model: InstantType = {
  type: 'AWS::ApiGateway::Model',
  nameProperty: 'Name',
  properties: {
    ContentType: 'recorded',
    Description: 'recorded',
    Name: 'recorded',
    RestApiId: 'emulated',
    Schema: 'emulated',
  },

  async create(properties, request) {
    const p = read(properties)
    const name = p.Name ?? alphanumeric(request.generateName({ maxLength: 128 }))
    await request.call('apigateway', 'CreateModel', {
      restApiId: p.RestApiId,
      name,
      description: p.Description,
      schema: schemaText(p.Schema),
      contentType: p.ContentType ?? 'application/json',
    })
    return { physicalId: name, attributes: {} }
  },

  async update(properties, { physicalId, attributes, properties: before }, { call }) {
    const [old, p] = [read(before), read(properties)]
    await call('apigateway', 'UpdateModel', {
      restApiId: p.RestApiId,
      modelName: physicalId,
      patchOperations: [
        ...patchText('/description', old.Description, p.Description),
        ...patchText('/schema', schemaText(old.Schema), schemaText(p.Schema)),
      ],
    })
    return { physicalId, attributes }
  },

  async remove({ physicalId, properties }, { call }) {
    const { RestApiId: restApiId } = read(properties)
    await ignoring('NotFoundException', call('apigateway', 'DeleteModel', { restApiId, modelName: physicalId }))
  },
}

function read(properties: JsonObject): Properties {
  return properties as unknown as Properties
}

/** A schema may be given as an object; it is kept as text. */
function schemaText(schema: JsonValue | undefined): string | undefined {
  return schema === undefined || typeof schema === 'string' ? schema : JSON.stringify(schema)
}

/** Model names take no hyphens. */
function alphanumeric(name: string): string {
  return name.replaceAll(/[^a-zA-Z0-9]/g, '')
}

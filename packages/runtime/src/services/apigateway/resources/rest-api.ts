import type { RestApi } from '../../../generated/apigateway.ts'
import { ignoring, notEmulated } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { jsonText } from '../../../kernel/json.ts'
import type { ResourceInstance } from '../../../kernel/resource-type.ts'
import { patchEndpoint } from './patch-endpoint.ts'
import { patchList, patchOrRemove, patchText, patchWithDefault } from './patches.ts'
import { asksForAnotherImport, hasDocument, importAgain, importNew } from './rest-api-import.ts'
import { apiArn, retag, tagMap } from './tags.ts'

/**
 * `AWS::ApiGateway::RestApi`. With a document it is imported, and the properties hold above what it says; `Mode`,
 * `FailOnWarnings` and `Parameters` are about an import, so that without one they change nothing.
 */
export const restApiType = instantType({
  type: 'AWS::ApiGateway::RestApi',
  properties: {
    ApiKeySourceType: 'emulated',
    BinaryMediaTypes: 'emulated',
    Body: 'emulated',
    BodyS3Location: 'emulated',
    'BodyS3Location.ETag': 'recorded',
    CloneFrom: 'emulated',
    Description: 'emulated',
    DisableExecuteApiEndpoint: 'emulated',
    EndpointAccessMode: 'recorded',
    EndpointConfiguration: 'emulated',
    'EndpointConfiguration.IpAddressType': 'recorded',
    FailOnWarnings: 'emulated',
    MinimumCompressionSize: 'emulated',
    Mode: 'emulated',
    Name: 'emulated',
    Parameters: 'emulated',
    Policy: 'emulated',
    SecurityPolicy: 'recorded',
    Tags: 'emulated',
    Version: 'recorded',
  },

  async create(p, request) {
    if (hasDocument(p)) return instanceOf(await importNew(p, request))
    const endpoint = p.EndpointConfiguration
    const api = await request.call('apigateway', 'CreateRestApi', {
      name: p.Name ?? request.generateName({ maxLength: 128 }),
      description: p.Description,
      version: p.Version,
      cloneFrom: p.CloneFrom,
      binaryMediaTypes: p.BinaryMediaTypes,
      minimumCompressionSize: p.MinimumCompressionSize,
      apiKeySource: p.ApiKeySourceType,
      endpointConfiguration: endpoint && {
        types: endpoint.Types,
        ipAddressType: endpoint.IpAddressType,
        vpcEndpointIds: endpoint.VpcEndpointIds,
      },
      disableExecuteApiEndpoint: p.DisableExecuteApiEndpoint,
      securityPolicy: p.SecurityPolicy,
      endpointAccessMode: p.EndpointAccessMode,
      policy: jsonText(p.Policy),
      tags: tagMap(p.Tags),
    })
    return instanceOf(api)
  },

  async update(properties, previous, request) {
    const [old, p] = [previous.properties, properties]
    const restApiId = previous.physicalId
    if (hasDocument(p) && asksForAnotherImport(old, p)) {
      const api = await importAgain(restApiId, p, request)
      await retag(apiArn(request, `/restapis/${restApiId}`), old.Tags, p.Tags, request)
      return instanceOf(api)
    }
    // No operation changes it but an import.
    if (p.Version !== old.Version) throw notEmulated('Changing the Version of an AWS::ApiGateway::RestApi')
    const api = await request.call('apigateway', 'UpdateRestApi', {
      restApiId,
      patchOperations: [
        // A name that CloudFormation generated stays.
        ...(p.Name === undefined ? [] : patchText('/name', old.Name, p.Name)),
        ...patchOrRemove('/description', old.Description, p.Description),
        ...patchWithDefault('/apiKeySource', old.ApiKeySourceType, p.ApiKeySourceType, 'HEADER'),
        ...patchWithDefault(
          '/disableExecuteApiEndpoint',
          old.DisableExecuteApiEndpoint,
          p.DisableExecuteApiEndpoint,
          false,
        ),
        ...patchText('/minimumCompressionSize', old.MinimumCompressionSize, p.MinimumCompressionSize),
        ...patchEndpoint(old.EndpointConfiguration, p.EndpointConfiguration),
        ...patchList('/binaryMediaTypes', old.BinaryMediaTypes, p.BinaryMediaTypes),
        ...patchText('/securityPolicy', old.SecurityPolicy, p.SecurityPolicy),
        ...patchText('/endpointAccessMode', old.EndpointAccessMode, p.EndpointAccessMode),
        ...patchOrRemove('/policy', jsonText(old.Policy), jsonText(p.Policy)),
      ],
    })
    await retag(apiArn(request, `/restapis/${restApiId}`), old.Tags, p.Tags, request)
    return instanceOf(api)
  },

  async remove(previous, { call }) {
    await ignoring('NotFoundException', call('apigateway', 'DeleteRestApi', { restApiId: previous.physicalId }))
  },
})

function instanceOf({ id = '', rootResourceId = '' }: RestApi): ResourceInstance {
  return { physicalId: id, attributes: { RestApiId: id, RootResourceId: rootResourceId } }
}

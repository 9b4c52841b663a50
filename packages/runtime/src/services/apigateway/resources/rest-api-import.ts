import type { PatchOperation, RestApi } from '../../../generated/apigateway.ts'
import type {
  ApiGatewayRestApi,
  ApiGatewayRestApiEndpointConfiguration,
} from '../../../generated/resource-properties.ts'
import { AwsError, isAwsError, notEmulated } from '../../../kernel/errors.ts'
import { isJsonObject, jsonText } from '../../../kernel/json.ts'
import type { ResourceRequest } from '../../../kernel/resource-type.ts'
import { patchEndpoint } from './patch-endpoint.ts'
import { patchList, patchText } from './patches.ts'
import { apiArn, retag } from './tags.ts'

type Properties = ApiGatewayRestApi
type Endpoint = ApiGatewayRestApiEndpointConfiguration

/** An API from a document: as a value of the template, or as an object in S3 that is read now. */
export function hasDocument({ Body, BodyS3Location }: Properties): boolean {
  return Body !== undefined || BodyS3Location !== undefined
}

/** A document in S3 is read again where its location changed, as CloudFormation sees no more of it than that. */
export function asksForAnotherImport(before: Properties, after: Properties): boolean {
  const asked = ({ Body, BodyS3Location, Mode, Parameters }: Properties) =>
    JSON.stringify([Body, BodyS3Location, Mode, Parameters])
  return asked(before) !== asked(after)
}

export async function importNew(p: Properties, request: ResourceRequest): Promise<RestApi> {
  const name = p.Name ?? request.generateName({ maxLength: 128 })
  const api = await request.call('apigateway', 'ImportRestApi', {
    body: await documentOf(titled(p, name), request),
    failOnWarnings: p.FailOnWarnings,
    parameters: p.Parameters,
  })
  const restApiId = api.id ?? ''
  const after = await holdProperties(restApiId, api, p, request)
  await retag(apiArn(request, `/restapis/${restApiId}`), undefined, p.Tags, request)
  return after
}

/** Unless a template says otherwise the document replaces what was there (documented: AWS::ApiGateway::RestApi, Mode). */
export async function importAgain(restApiId: string, p: Properties, request: ResourceRequest): Promise<RestApi> {
  const { name = '' } = await request.call('apigateway', 'GetRestApi', { restApiId })
  const api = await request.call('apigateway', 'PutRestApi', {
    restApiId,
    mode: p.Mode ?? 'overwrite',
    body: await documentOf(titled(p, name), request),
    failOnWarnings: p.FailOnWarnings,
    parameters: p.Parameters,
  })
  return holdProperties(restApiId, api, p, request)
}

/** A document in a template need not say what the API is called (observed: integration tests of SAM deploy some without `info`). */
function titled(p: Properties, title: string): Properties {
  if (!isJsonObject(p.Body)) return p
  const info = isJsonObject(p.Body.info) ? p.Body.info : {}
  return { ...p, Body: { ...p.Body, info: { title, ...info } } }
}

/** What the template says beside the document. Binary types add up (documented: AWS::ApiGateway::RestApi, Mode). */
async function holdProperties(
  restApiId: string,
  api: RestApi,
  p: Properties,
  { call }: ResourceRequest,
): Promise<RestApi> {
  if (p.Version !== undefined) throw notEmulated('The Version of an AWS::ApiGateway::RestApi beside a document')
  const given = (path: string, before: unknown, after: unknown) =>
    after === undefined ? [] : patchText(path, before, after)
  const binaryTypes = new Set([...(api.binaryMediaTypes ?? []), ...(p.BinaryMediaTypes ?? [])])
  const patchOperations: PatchOperation[] = [
    ...given('/name', api.name, p.Name),
    ...given('/description', api.description, p.Description),
    ...given('/apiKeySource', api.apiKeySource, p.ApiKeySourceType),
    ...given('/disableExecuteApiEndpoint', api.disableExecuteApiEndpoint, p.DisableExecuteApiEndpoint),
    ...given('/minimumCompressionSize', api.minimumCompressionSize, p.MinimumCompressionSize),
    ...(p.EndpointConfiguration === undefined ? [] : patchEndpoint(endpointOf(api), p.EndpointConfiguration)),
    ...patchList('/binaryMediaTypes', api.binaryMediaTypes, [...binaryTypes]),
    ...given('/securityPolicy', api.securityPolicy, p.SecurityPolicy),
    ...given('/endpointAccessMode', api.endpointAccessMode, p.EndpointAccessMode),
    ...given('/policy', undefined, jsonText(p.Policy)),
  ]
  return patchOperations.length === 0 ? api : call('apigateway', 'UpdateRestApi', { restApiId, patchOperations })
}

function endpointOf({ endpointConfiguration }: RestApi): Endpoint {
  const { types, ipAddressType, vpcEndpointIds } = endpointConfiguration ?? {}
  return {
    ...(types && { Types: [...types] }),
    ...(ipAddressType !== undefined && { IpAddressType: ipAddressType }),
    ...(vpcEndpointIds && { VpcEndpointIds: [...vpcEndpointIds] }),
  }
}

async function documentOf({ Body, BodyS3Location: at }: Properties, { call }: ResourceRequest): Promise<Uint8Array> {
  if (Body !== undefined) return Buffer.from(jsonText(Body))
  if (at?.Bucket === undefined || at.Key === undefined) {
    throw new AwsError('BadRequestException', 'Bucket and Key of BodyS3Location are required')
  }
  try {
    const { Body: bytes } = await call('s3', 'GetObject', { Bucket: at.Bucket, Key: at.Key, VersionId: at.Version })
    return bytes ?? Buffer.alloc(0)
  } catch (error) {
    if (!isAwsError(error) || error.code === 'NotImplementedException') throw error
    throw new AwsError('BadRequestException', `S3 error: ${error.message}`)
  }
}

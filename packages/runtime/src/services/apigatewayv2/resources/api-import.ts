import type { ImportApiResponse } from '../../../generated/apigatewayv2.ts'
import type { ApiGatewayV2Api } from '../../../generated/resource-properties.ts'
import { AwsError, isAwsError } from '../../../kernel/errors.ts'
import { isJsonObject, type JsonValue, jsonText } from '../../../kernel/json.ts'
import type { ResourceRequest } from '../../../kernel/resource-type.ts'
import { dropped, retag } from './changes.ts'

type Properties = ApiGatewayV2Api

/** An API from a document: as a value of the template, or as an object in S3 that is read now. */
export function hasDocument({ Body, BodyS3Location }: Properties): boolean {
  return Body !== undefined || BodyS3Location !== undefined
}

/**
 * A document is imported again where it changed, or its location in S3, as CloudFormation sees no more of it than that; and
 * where a property is no longer said, so that what the document says of it holds.
 */
export function asksForAnotherImport(before: Properties, after: Properties): boolean {
  const asked = ({ BasePath, Body, BodyS3Location }: Properties) => JSON.stringify([BasePath, Body, BodyS3Location])
  const { Tags: _, ...said } = before
  return asked(before) !== asked(after) || dropped(said, after).length > 0
}

export async function importNew(p: Properties, request: ResourceRequest): Promise<ImportApiResponse> {
  const api = await request.call('apigatewayv2', 'ImportApi', await importOf(p, request))
  const ApiId = api.ApiId ?? ''
  await retag(`/apis/${ApiId}`, undefined, p.Tags, request)
  return holdProperties(ApiId, api, p, request)
}

export async function importAgain(ApiId: string, p: Properties, request: ResourceRequest): Promise<ImportApiResponse> {
  const api = await request.call('apigatewayv2', 'ReimportApi', { ApiId, ...(await importOf(p, request)) })
  return holdProperties(ApiId, api, p, request)
}

/** What the template says beside the document; that it holds above it is inferred, as of `AWS::ApiGateway::RestApi`. */
async function holdProperties(
  ApiId: string,
  api: ImportApiResponse,
  p: Properties,
  { call }: ResourceRequest,
): Promise<ImportApiResponse> {
  const held = {
    ApiKeySelectionExpression: p.ApiKeySelectionExpression,
    CorsConfiguration: p.CorsConfiguration,
    CredentialsArn: p.CredentialsArn,
    Description: p.Description,
    DisableExecuteApiEndpoint: p.DisableExecuteApiEndpoint,
    DisableSchemaValidation: p.DisableSchemaValidation,
    IpAddressType: p.IpAddressType,
    Name: p.Name,
    RouteKey: p.RouteKey,
    RouteSelectionExpression: p.RouteSelectionExpression,
    Target: p.Target,
    Version: p.Version,
  }
  if (Object.values(held).every((value) => value === undefined)) return api
  return call('apigatewayv2', 'UpdateApi', { ApiId, ...held })
}

/** A document in a template need not say what the API is called where the template does (inferred, as of REST APIs). */
function titled(body: JsonValue, title: string | undefined): JsonValue {
  if (title === undefined || !isJsonObject(body)) return body
  return { ...body, info: { title, ...(isJsonObject(body.info) ? body.info : {}) } }
}

async function importOf(p: Properties, request: ResourceRequest) {
  return { Body: await documentOf(p, request), Basepath: p.BasePath, FailOnWarnings: p.FailOnWarnings }
}

async function documentOf({ Body, BodyS3Location: at, Name }: Properties, { call }: ResourceRequest): Promise<string> {
  if (Body !== undefined) return jsonText(titled(Body, Name))
  if (at?.Bucket === undefined || at.Key === undefined) {
    throw new AwsError('BadRequestException', 'Bucket and Key of BodyS3Location are required')
  }
  try {
    const { Body: bytes } = await call('s3', 'GetObject', { Bucket: at.Bucket, Key: at.Key, VersionId: at.Version })
    return Buffer.from(bytes ?? []).toString('utf8')
  } catch (error) {
    if (!isAwsError(error) || error.code === 'NotImplementedException') throw error
    throw new AwsError('BadRequestException', `S3 error: ${error.message}`)
  }
}

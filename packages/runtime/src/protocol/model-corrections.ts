import type { Member, OperationModel, ServiceModel, Shape } from './model.ts'

/**
 * Where the published models differ from what the services do. Each entry gives its reason; the rest of the code
 * trusts the corrected model.
 */
interface Corrections {
  readonly shapes?: Readonly<Record<string, Partial<Shape>>>
  /** Shapes that the published model lacks. */
  readonly added?: Readonly<Record<string, Shape>>
  /** Other shapes for members, by structure. */
  readonly members?: Readonly<Record<string, Readonly<Record<string, Member>>>>
  readonly operations?: Readonly<Record<string, Partial<OperationModel>>>
}

const MARKER_HEADERS: Readonly<Record<string, Member>> = {
  DeleteMarker: { shape: 'DeleteMarker', location: 'header', locationName: 'x-amz-delete-marker' },
  VersionId: { shape: 'ObjectVersionId', location: 'header', locationName: 'x-amz-version-id' },
}

const CORRECTIONS: Readonly<Partial<Record<ServiceModel['name'], Corrections>>> = {
  // Constraints that the service prints in its validation errors and that its published model lacks (observed).
  cloudformation: {
    shapes: {
      StackName: { min: 1, pattern: '[a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*' },
      TemplateBody: { max: 51_200 },
    },
    added: { NewStackName: { type: 'string', min: 1, max: 128, pattern: '[a-zA-Z][-a-zA-Z0-9]*' } },
    members: { CreateStackInput: { StackName: { shape: 'NewStackName' } } },
  },
  s3: {
    // Recorded: no content, and so the status without it.
    operations: { PutBucketPolicy: { http: { method: 'PUT', uri: '/{Bucket}?policy', status: 204 } } },
    // Errors that come with headers (recorded for markers and `ETag`).
    members: { NoSuchKey: MARKER_HEADERS },
    added: {
      HeaderText: { type: 'string' },
      NotFound: { type: 'structure', exception: true, members: MARKER_HEADERS },
      MethodNotAllowed: {
        type: 'structure',
        exception: true,
        members: {
          ...MARKER_HEADERS,
          Allow: { shape: 'HeaderText', location: 'header', locationName: 'Allow' },
          LastModified: { shape: 'LastModified', location: 'header', locationName: 'Last-Modified' },
        },
      },
      NotModified: {
        type: 'structure',
        exception: true,
        members: {
          ETag: { shape: 'ETag', location: 'header', locationName: 'ETag' },
          LastModified: { shape: 'LastModified', location: 'header', locationName: 'Last-Modified' },
          CacheControl: { shape: 'CacheControl', location: 'header', locationName: 'Cache-Control' },
          Expires: { shape: 'HeaderText', location: 'header', locationName: 'Expires' },
        },
      },
    },
  },
  'cognito-idp': {
    shapes: {
      // Marked as sensitive, and yet the service prints it in its validation errors (observed).
      ClientIdType: { sensitive: false },
      // The order in which the service prints this set (observed in its validation errors).
      OAuthFlowType: { enum: ['implicit', 'client_credentials', 'code'] },
      // The published pattern is a prefix's, and yet the operations take names of the user's own (documented), and a
      // prefix that does not fit is refused in other words than the validator's (observed).
      DomainType: { pattern: undefined },
      // Documented for clients that call GetClientToken, missing from the published enum.
      ExplicitAuthFlowsType: {
        enum: [
          'ADMIN_NO_SRP_AUTH',
          'CUSTOM_AUTH_FLOW_ONLY',
          'USER_PASSWORD_AUTH',
          'ALLOW_ADMIN_USER_PASSWORD_AUTH',
          'ALLOW_CUSTOM_AUTH',
          'ALLOW_USER_PASSWORD_AUTH',
          'ALLOW_USER_SRP_AUTH',
          'ALLOW_REFRESH_TOKEN_AUTH',
          'ALLOW_USER_AUTH',
          'ALLOW_TOKEN_EXCHANGE_DELEGATION',
          'ALLOW_TOKEN_EXCHANGE_IMPERSONATION',
          'ALLOW_CLIENT_TOKEN_AUTH',
        ],
      },
    },
    // The client's secret is the credential: IAM policies are not evaluated (API reference), so unsigned calls pass too.
    operations: { GetClientToken: { authtype: 'none' } },
  },
  lambda: {
    shapes: {
      // The published maxima are those of managed instances; functions have the quotas of the developer guide.
      MemorySize: { max: 10_240 },
      Timeout: { max: 900 },
      EphemeralStorageSize: { max: 10_240 },
      // An unknown runtime is refused in words of its own (recorded).
      Runtime: { enum: undefined },
      // Orders in which Lambda prints these sets, recorded.
      EventSourcePosition: { enum: ['LATEST', 'AT_TIMESTAMP', 'TRIM_HORIZON'] },
      InvokeMode: { enum: ['RESPONSE_STREAM', 'BUFFERED'] },
      RecursiveLoop: { enum: ['Terminate', 'Allow'] },
      // Recorded in refusals, which for these lists do not say that no item may be null.
      SubnetIds: { sparse: true },
      SecurityGroupIds: { sparse: true },
    },
    // Recorded: no content.
    operations: {
      DeleteFunction: { http: { method: 'DELETE', uri: '/2015-03-31/functions/{FunctionName}', status: 204 } },
    },
    added: { HeaderText: { type: 'string' } },
    // Observed in answers, and not published.
    members: {
      InvocationResponse: {
        TraceId: { shape: 'HeaderText', location: 'header', locationName: 'X-Amzn-Trace-Id' },
        RemappedContentLength: {
          shape: 'HeaderText',
          location: 'header',
          locationName: 'x-amzn-Remapped-Content-Length',
        },
        ContentType: { shape: 'HeaderText', location: 'header', locationName: 'Content-Type' },
      },
    },
  },
  apigatewayv2: {
    shapes: {
      // Refused in words of their own (observed: https://github.com/badmintoncryer/cdk-preflight, rules/apigatewayv2).
      IntegerWithLengthBetween50And30000: { min: undefined, max: undefined },
      IntegerWithLengthBetween0And3600: { min: undefined, max: undefined },
    },
  },
  apigateway: {
    // Recorded: a null template is kept, as an empty one is.
    added: { Templates: { type: 'map', key: { shape: 'String' }, value: { shape: 'String' }, sparse: true } },
    members: {
      PutIntegrationRequest: { requestTemplates: { shape: 'Templates' } },
      PutIntegrationResponseRequest: { responseTemplates: { shape: 'Templates' } },
    },
    shapes: {
      // Orders in which API Gateway prints these sets, recorded.
      Op: { enum: ['add', 'remove', 'move', 'test', 'replace', 'copy'] },
      EndpointType: { enum: ['PRIVATE', 'EDGE', 'REGIONAL'] },
      IntegrationType: { enum: ['HTTP', 'MOCK', 'AWS_PROXY', 'HTTP_PROXY', 'AWS'] },
      DocumentationPartType: {
        enum: [
          'RESPONSE_BODY',
          'RESPONSE',
          'METHOD',
          'MODEL',
          'AUTHORIZER',
          'RESPONSE_HEADER',
          'RESOURCE',
          'PATH_PARAMETER',
          'REQUEST_BODY',
          'QUERY_PARAMETER',
          'API',
          'REQUEST_HEADER',
        ],
      },
      GatewayResponseType: {
        enum: [
          'REQUEST_TOO_LARGE',
          'RESOURCE_NOT_FOUND',
          'AUTHORIZER_CONFIGURATION_ERROR',
          'MISSING_AUTHENTICATION_TOKEN',
          'BAD_REQUEST_BODY',
          'INVALID_SIGNATURE',
          'INVALID_API_KEY',
          'BAD_REQUEST_PARAMETERS',
          'AUTHORIZER_FAILURE',
          'UNAUTHORIZED',
          'INTEGRATION_TIMEOUT',
          'ACCESS_DENIED',
          'DEFAULT_4XX',
          'DEFAULT_5XX',
          'WAF_FILTERED',
          'QUOTA_EXCEEDED',
          'THROTTLED',
          'API_CONFIGURATION_ERROR',
          'UNSUPPORTED_MEDIA_TYPE',
          'INTEGRATION_FAILURE',
          'EXPIRED_TOKEN',
        ],
      },
    },
  },
}

export function correctModel(model: ServiceModel): ServiceModel {
  const corrections = CORRECTIONS[model.name]
  if (!corrections) return model
  return {
    ...model,
    shapes: { ...withMembers(merged(model.shapes, corrections.shapes), corrections.members), ...corrections.added },
    operations: merged(model.operations, corrections.operations),
  }
}

function withMembers(
  shapes: ServiceModel['shapes'],
  changes: NonNullable<Corrections['members']> = {},
): ServiceModel['shapes'] {
  const structures = Object.entries(changes).map(([name, members]): [string, Partial<Shape>] => [
    name,
    { members: { ...shapes[name]?.members, ...members } },
  ])
  return merged(shapes, Object.fromEntries(structures))
}

function merged<T>(
  originals: Readonly<Record<string, T>>,
  changes: Readonly<Record<string, Partial<T>>> = {},
): Readonly<Record<string, T>> {
  const result = { ...originals }
  for (const [name, change] of Object.entries(changes)) {
    const original = originals[name]
    if (!original) throw new Error(`a model correction names ${name}, which the model does not have`)
    result[name] = { ...original, ...change }
  }
  return result
}

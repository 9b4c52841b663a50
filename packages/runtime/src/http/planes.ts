import type { Soon } from '../kernel/soon.ts'
import type { BodyLimit, WireHandler, WireRequest, WireResponse } from '../kernel/wire.ts'

/** Everything that answers requests, as the router sees it. `runtime.ts` joins the engines to these. */
export interface Planes {
  readonly controlPlane: ControlPlane
  readonly oauth: OAuthPlane
  readonly issuerDocuments: IssuerDocumentsPlane
  readonly gateway: GatewayPlane
  readonly apiDomains: ApiDomainsPlane
  /** Refuse a body that is larger than an API takes; the request has its head only. */
  readonly oversized: { readonly gateway: GatewayPlane; readonly apiDomains: ApiDomainsPlane }
  readonly waitConditions: WaitConditionsPlane
  readonly customResources: CustomResourcesPlane
  readonly functionCode: FunctionCodePlane
  readonly functionUrls: FunctionUrlsPlane
  readonly admin: WireHandler
}

/** AWS's own APIs. */
export interface ControlPlane {
  readonly handle: WireHandler
  /** Whether a request to a loopback address has the marks of an AWS API call. */
  recognizes(request: WireRequest): boolean
  /** By what the head says of the service that is called. */
  bodyLimit(head: WireRequest): BodyLimit
}

/**
 * A user pool's domain. `domain` is its prefix or custom name; `region` is undefined for a custom name and for the path
 * form `/_aws/cognito/{domain}/…`, where the request's path still has that start.
 */
export type OAuthPlane = (request: WireRequest, domain: string, region: string | undefined) => Soon<WireResponse>

export type IssuerDocumentName = 'jwks.json' | 'openid-configuration'

/** `region` is what the host name says; undefined on this server's own address. */
export type IssuerDocumentsPlane = (
  request: WireRequest,
  poolId: string,
  document: IssuerDocumentName,
  region: string | undefined,
) => Soon<WireResponse>

/** `stageAndPath` is as sent, still percent-encoded, without the query: `/prod/awesomeapi`, or `/` when empty. */
export type GatewayPlane = (
  request: WireRequest,
  apiId: string,
  stageAndPath: string,
  host: ExecuteApiHost,
) => Soon<WireResponse>

/** Requests under custom domain names of APIs. `path` is as sent, still percent-encoded, without the query. */
export type ApiDomainsPlane = (request: WireRequest, domain: string, path: string) => Soon<WireResponse>

export interface ExecuteApiHost {
  /** `host`: by its AWS name. `path`: by `/_aws/execute-api/{apiId}/…`. */
  readonly form: 'host' | 'path'
  /** What the host name says; undefined in the path form. */
  readonly region: string | undefined
}

/**
 * Signals to a CloudFormation wait condition. `key` is that of the object which a presigned address names on AWS: the
 * ARN of a stack and a logical id, still percent-encoded.
 */
export type WaitConditionsPlane = (request: WireRequest, key: string) => Soon<WireResponse>

/**
 * Responses of the functions behind custom resources. `key` is that of the object which a presigned address names on AWS:
 * the ARN of a stack, a logical id and a request id, still percent-encoded.
 */
export type CustomResourcesPlane = (request: WireRequest, key: string) => Soon<WireResponse>

/** Archives of functions and layers, which their control plane gives the addresses of. `name` is what follows the path. */
export type FunctionCodePlane = (request: WireRequest, name: string) => Soon<WireResponse>

/**
 * Requests to function URLs. `path` is as sent, still percent-encoded; `region` is what the host name says, undefined in
 * the path form `/_aws/lambda-url/{id}/…`.
 */
export type FunctionUrlsPlane = (
  request: WireRequest,
  id: string,
  path: string,
  region: string | undefined,
) => Soon<WireResponse>

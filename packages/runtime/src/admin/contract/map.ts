import type { InPlace } from './place.ts'

/** `GET map`: everything that is deployed, as it is now. Secrets are not in it. */
export interface ServerMap {
  readonly pools: readonly PoolView[]
  readonly apis: readonly ApiView[]
  readonly functions: readonly FunctionView[]
}

export interface PoolView extends InPlace {
  readonly id: string
  readonly name: string
  readonly arn: string
  /** The `iss` of its tokens. */
  readonly issuer: string
  readonly domains: readonly DomainView[]
  readonly resourceServers: readonly ResourceServerView[]
  readonly clients: readonly ClientView[]
}

export interface DomainView {
  readonly domain: string
  readonly isCustom: boolean
  /** AWS's address of the token endpoint. */
  readonly tokenUrl: string
  /** The one that works here. */
  readonly local: string
}

export interface ResourceServerView {
  readonly identifier: string
  readonly name: string
  readonly scopes: readonly { readonly name: string; readonly fullName: string; readonly description: string }[]
}

/** An app client without its secrets. */
export interface ClientView extends InPlace {
  readonly id: string
  readonly name: string
  readonly poolId: string
  readonly hasSecret: boolean
  /** OAuth 2.0 names: `client_credentials`, `code`, `implicit`. */
  readonly flows: readonly string[]
  /** Whether the flows count at all (`AllowedOAuthFlowsUserPoolClient`). */
  readonly flowsEnabled: boolean
  readonly scopes: readonly string[]
  readonly accessTokenSeconds: number
  /** ISO 8601. */
  readonly createdAt: string
  readonly updatedAt: string
}

export interface ApiView extends InPlace {
  readonly id: string
  readonly name: string
  readonly kind: 'REST' | 'HTTP'
  readonly description?: string
  readonly stages: readonly StageView[]
}

export interface StageView {
  readonly name: string
  readonly deploymentId?: string
  /** AWS's address. */
  readonly url: string
  /** The one that works here. */
  readonly local: string
  /** What callers reach: of the deployment, not of later edits. */
  readonly methods: readonly MethodView[]
}

export interface MethodView {
  /** Within a {@link ServerMap}: `{apiId}/{stage} {method} {path}`. */
  readonly id: string
  /** `GET`, `ANY`. */
  readonly method: string
  /** `/pets/{id}`; of an HTTP API's catch-all `$default`. */
  readonly path: string
  readonly authorization: AuthorizationView
  readonly needsApiKey: boolean
  readonly integration?: IntegrationView
}

export interface AuthorizationView {
  /** AWS's name: `NONE`, `COGNITO_USER_POOLS`, `JWT`, `CUSTOM`, `AWS_IAM`. */
  readonly type: string
  readonly name?: string
  /** Any one of them is enough. None: of a pool's authorizer ID tokens, which clients of machines do not get. */
  readonly scopes: readonly string[]
  /** ARNs of the pools that are trusted. */
  readonly pools?: readonly string[]
  readonly issuer?: string
  readonly audiences?: readonly string[]
  /** Of a Lambda authorizer. */
  readonly functionName?: string
}

export interface IntegrationView {
  /** AWS's name: `AWS_PROXY`, `AWS`, `HTTP`, `HTTP_PROXY`, `MOCK`. */
  readonly type: string
  readonly functionName?: string
  /** Without credentials and without its query, either of which may be secret. */
  readonly url?: string
}

export interface FunctionView extends InPlace {
  readonly name: string
  readonly arn: string
  readonly runtime?: string
  readonly handler?: string
  readonly memoryMb: number
  readonly timeoutSeconds: number
  readonly state?: string
  readonly logGroup: string
  /** ISO 8601, as AWS spells it. */
  readonly modifiedAt?: string
}

/** `GET map/access`: who may call what. One row for each client, one column for each method of {@link ServerMap}. */
export interface AccessMatrix {
  /** Ids of clients, with what each may get from its token endpoint. */
  readonly clients: readonly ClientAccess[]
  /** Ids of methods. */
  readonly methods: readonly string[]
  /** By client, by method. */
  readonly cells: readonly (readonly AccessCell[])[]
  /** What was left out because there are too many. */
  readonly leftOut: { readonly clients: number; readonly methods: number }
}

export interface ClientAccess {
  readonly id: string
  readonly poolId: string
  /** Scopes that a token which asks for no scope has. */
  readonly scopes: readonly string[]
  /** Why it gets no token at all. */
  readonly refused?: string
}

export interface AccessCell {
  /**
   * `open`: the method asks for nothing. `yes`: the client's token passes. `no`: it does not. `depends`: a function, a
   * policy or an API key has a say, which cannot be told before the call.
   */
  readonly verdict: 'open' | 'yes' | 'no' | 'depends'
  /** Why not, or what it depends on. */
  readonly reason?: string
  /** Scopes of the client any one of which is enough. */
  readonly by?: readonly string[]
}

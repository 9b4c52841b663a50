import type { KeyObject } from 'node:crypto'
import type { Place } from '../kernel/place.ts'
import type { ClientIdentity } from './backends/http-backend.ts'
import type { HttpApiDefinition } from './http/definition.ts'
import type { ThrottleLimits } from './key-ports.ts'
import type { UnauthorizedStrategy } from './rest/cache/renewal.ts'
import type { ApiDefinition } from './rest/definition.ts'

/** A stage as the data plane needs it. Variables and settings are live; the definition is the deployment's frozen copy. */
export interface StageSnapshot {
  readonly place: Place
  readonly apiId: string
  readonly stageName: string
  readonly deploymentId: string
  readonly variables: Readonly<Record<string, string>>
  readonly definition: ApiDefinition
  /** A part of the calls goes to another deployment. */
  readonly canary?: StageCanary
  /** Undefined where the stage logs nothing. */
  readonly logs?: StageLogSettings
  /** By path and method: `/pets/{id} GET`. `*` speaks for those that are not listed. */
  readonly throttling?: Readonly<Record<string, ThrottleLimits>>
  /** What backends over TLS are shown, if anything. */
  readonly clientIdentity?: ClientIdentity | undefined
  /** Undefined where the stage keeps no answers. */
  readonly cache?: StageCache | undefined
  /** What authorizers have said counts as long as this is the same: until it is to be forgotten, or the stage is another. */
  readonly authorizersEpoch: string
  /** Changes whenever anything above does. */
  readonly version: string
}

/** What a canary's calls have in place of the stage's own. */
export interface StageCanary extends Pick<StageSnapshot, 'deploymentId' | 'variables' | 'definition'> {
  /** 0 to 100. */
  readonly percentTraffic: number
  /** Whether its calls use the stage's cache; they have none of their own. */
  readonly useStageCache: boolean
}

/** A stage's cache of what its endpoints answer. */
export interface StageCache {
  /** What is kept counts as long as this is the same: until it is to be forgotten, or the stage is another. */
  readonly epoch: string
  /** By path and method: `/pets/{id} GET`. `*` speaks for GET methods that are not listed. */
  readonly methods: Readonly<Record<string, MethodCaching>>
}

/** What a method keeps of its endpoint's answers. */
export interface MethodCaching {
  readonly isOn: boolean
  readonly ttlSeconds: number
  /** What becomes of a client's `Cache-Control` that has no permission for it; undefined: nobody needs one. */
  readonly whenUnauthorized?: UnauthorizedStrategy
}

/** What a stage writes to CloudWatch Logs. */
export interface StageLogSettings {
  /** A line for each call. */
  readonly access?: { readonly group: string; readonly format: string }
  /** What a method tells of its calls, by path and method: `/pets/{id} GET`. `*` speaks for those that are not listed. */
  readonly execution: Readonly<Record<string, ExecutionLogSetting>>
}

export interface ExecutionLogSetting {
  /** `ERROR` tells of failures only. */
  readonly level: 'OFF' | 'ERROR' | 'INFO'
  /** Parameters, headers and bodies too. */
  readonly dataTrace: boolean
}

/** Where the lines go. Implemented by services/logs. */
export interface GatewayLogs {
  /** Returns at once; what cannot be kept is dropped, and the call does not hear of it. */
  write(target: LogTarget, lines: readonly LogLine[]): void
}

export interface LogTarget {
  readonly place: Place
  readonly group: string
  readonly stream: string
  /** Whether a group that is missing is made; else the lines for it are dropped. */
  readonly createGroup: boolean
}

export interface LogLine {
  /** Milliseconds since the epoch. */
  readonly timestamp: number
  readonly message: string
}

/** An API that was found: which of its stages is asked for comes second. */
export interface RestApi {
  findStage(stageName: string): Promise<StageSnapshot | undefined>
}

/** An HTTP API's stage. A path that names no stage is one of the stage `$default`. */
export interface HttpStageSnapshot {
  readonly place: Place
  readonly apiId: string
  readonly stageName: string
  readonly deploymentId: string
  readonly variables: Readonly<Record<string, string>>
  readonly definition: HttpApiDefinition
  /** By route key. `*` speaks for those that are not listed. */
  readonly throttling?: Readonly<Record<string, ThrottleLimits>>
  /** Undefined where the stage keeps no access log. */
  readonly accessLog?: { readonly group: string; readonly format: string }
  /** As {@link StageSnapshot.authorizersEpoch}. */
  readonly authorizersEpoch: string
  /** Changes whenever anything above does. */
  readonly version: string
}

/** Its twin of `apigatewayv2`. */
export interface HttpApi {
  /** All there are: a path of the stage `$default` looks no different from one that names a stage. */
  readonly stageNames: readonly string[]
  findStage(stageName: string): Promise<HttpStageSnapshot | undefined>
}

/** Implemented by services/apigateway. */
export interface ApiSource {
  /** API ids are unique across places. */
  find(apiId: string): Promise<RestApi | undefined>
  /** Called after any commit that may change what `find` gives for this API, its stages included. */
  onChange(listener: (apiId: string) => void): void
}

/** Implemented by services/apigatewayv2. Ids are unique among APIs of both kinds. */
export interface HttpApiSource {
  find(apiId: string): Promise<HttpApi | undefined>
  /** As {@link ApiSource.onChange}. */
  onChange(listener: (apiId: string) => void): void
}

/** A custom domain name and what its base paths lead to. */
export interface CustomDomain {
  readonly mappings: readonly DomainMapping[]
}

export interface DomainMapping {
  /** Without slashes around it; empty: whatever no other key fits. */
  readonly key: string
  readonly apiId: string
  /** Undefined: callers name the stage behind the base path. */
  readonly stage?: string
}

/** Implemented by services/apigateway, for APIs of both kinds. */
export interface CustomDomainSource {
  /** The domain that a host name belongs to: its own, or the wildcard that covers it. */
  find(host: string): Promise<CustomDomain | undefined>
  /** Called after any commit that may change what `find` gives for any name. */
  onChange(listener: () => void): void
}

/** What a verifier needs to know of one user pool. */
export interface TokenIssuer {
  readonly poolArn: string
  readonly poolId: string
  /** The exact `iss` of its tokens. */
  readonly issuer: string
  /** Public RSA keys by `kid`. */
  readonly keys: ReadonlyMap<string, KeyObject>
}

/** Implemented by services/cognito. */
export interface TokenIssuerSource {
  /** Undefined when there is no such pool (any more). */
  findIssuer(poolArn: string): Promise<TokenIssuer | undefined>
  onChange(listener: (poolArn: string) => void): void
}

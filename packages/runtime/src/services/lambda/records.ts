import type {
  AliasConfiguration,
  Cors,
  CreateFunctionRequest,
  EventSourceMappingConfiguration,
  FunctionEventInvokeConfig,
  PutRuntimeManagementConfigRequest,
} from '../../generated/lambda.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { Sealed } from '../../kernel/vault.ts'

/** What a version freezes, in AWS's spelling. Variables, layers and code are kept apart. */
export type VersionSettings = Pick<
  CreateFunctionRequest,
  | 'Architectures'
  | 'DeadLetterConfig'
  | 'Description'
  | 'EphemeralStorage'
  | 'Handler'
  | 'KMSKeyArn'
  | 'LoggingConfig'
  | 'MemorySize'
  | 'Role'
  | 'Runtime'
  | 'SnapStart'
  | 'Timeout'
  | 'TracingConfig'
  | 'VpcConfig'
>

/** An archive, as whoever uses it holds it. */
export interface CodeUse {
  /** The blob's name. */
  readonly hash: string
  readonly size: number
  /** Of the bytes, in base64, as AWS gives it. */
  readonly sha256: string
}

export interface LayerUse {
  readonly arn: string
  /** None of a layer of another account, which is recorded: what is in it is not here. */
  readonly code?: CodeUse
}

/** `$LATEST`, or a published version. */
export interface VersionRecord {
  readonly version: string
  /** Changes with each update: environments made for another one are not used any more. */
  readonly environmentId: string
  readonly revisionId: string
  readonly modifiedAt: number
  readonly settings: VersionSettings
  /** JSON of the user's own variables. */
  readonly variables?: Sealed
  readonly layers: readonly LayerUse[]
  readonly code: CodeUse
  /** Of a published version: digest of what it was made of. */
  readonly content?: string
}

export interface FunctionRecord {
  readonly name: string
  readonly latest: VersionRecord
  /** The greatest number that was ever given. */
  readonly lastVersion: number
  readonly tags: Readonly<Record<string, string>>
  readonly reserved?: number
  /** Recorded. */
  readonly runtimeManagement?: Pick<PutRuntimeManagementConfigRequest, 'UpdateRuntimeOn' | 'RuntimeVersionArn'>
  /** Recorded. */
  readonly recursiveLoop?: string
}

export interface AliasRecord extends Pick<AliasConfiguration, 'Description'> {
  readonly name: string
  readonly version: string
  readonly weights?: Readonly<Record<string, number>>
  readonly revisionId: string
}

/** Of a function, a version, an alias or a version of a layer. */
export interface PolicyRecord {
  readonly revisionId: string
  readonly statements: readonly JsonObject[]
}

export interface EventConfigRecord
  extends Pick<FunctionEventInvokeConfig, 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds' | 'DestinationConfig'> {
  readonly qualifier: string
  readonly modifiedAt: number
}

export interface UrlRecord {
  readonly id: string
  readonly name: string
  readonly qualifier?: string
  readonly authType: string
  readonly cors?: Cors
  readonly invokeMode?: string
  readonly createdAt: number
  readonly modifiedAt: number
}

/** Where a URL's id leads, whatever the region. */
export interface UrlPlaceRecord {
  readonly place: string
  /** Of the {@link UrlRecord} in that place. */
  readonly key: string
}

/** Recorded. */
export interface ProvisionedRecord {
  readonly qualifier: string
  readonly requested: number
  readonly modifiedAt: number
}

export interface LayerRecord {
  readonly name: string
  readonly lastVersion: number
}

export interface LayerVersionRecord {
  readonly layer: string
  readonly version: number
  readonly description: string
  readonly createdAt: number
  readonly code: CodeUse
  readonly runtimes?: readonly string[]
  readonly architectures?: readonly string[]
  readonly licenseInfo?: string
}

/** Recorded: nothing is polled. */
export interface MappingRecord {
  readonly id: string
  readonly functionName: string
  readonly settings: EventSourceMappingConfiguration
  readonly tags: Readonly<Record<string, string>>
}

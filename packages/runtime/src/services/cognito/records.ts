import type {
  CreateUserPoolClientRequest,
  CreateUserPoolRequest,
  CustomDomainConfigType,
  GetUserPoolMfaConfigResponse,
  ResourceServerScopeType,
  RoutingType,
  SchemaAttributeType,
} from '../../generated/cognito-idp.ts'
import type { Place } from '../../kernel/place.ts'
import type { Sealed } from '../../kernel/vault.ts'

/*
 * What lies in the store. Facts of our own are in camel case; settings that users choose and AWS only returns stay in
 * AWS's shape, so that nothing is lost between two spellings. Dates are milliseconds since the epoch.
 */

/** Everything a user pool can be set to, with AWS's defaults filled in. */
export type UserPoolSettings = Omit<CreateUserPoolRequest, 'PoolName' | 'Schema'>

/** Set by its own operation and kept when the pool is updated. */
export type MfaMethods = Omit<GetUserPoolMfaConfigResponse, 'MfaConfiguration'>

export interface UserPoolRecord {
  readonly id: string
  readonly name: string
  readonly createdAt: number
  readonly modifiedAt: number
  readonly settings: UserPoolSettings
  /** Standard attributes first, then the pool's own. */
  readonly schema: readonly SchemaAttributeType[]
  readonly mfaMethods: MfaMethods
  readonly keys: { readonly access: PublicKeyRecord; readonly id: PublicKeyRecord }
  /** At most one of each kind. */
  readonly domain?: string
  readonly customDomain?: string
}

export interface PublicKeyRecord {
  readonly kid: string
  readonly n: string
  readonly e: string
}

/** Apart from the pool, so that reading a pool never touches its keys. PKCS #8 PEM, sealed. */
export interface SigningKeysRecord {
  readonly access: Sealed
  readonly id: Sealed
}

/** Everything an app client can be set to, with AWS's defaults filled in. */
export type ClientSettings = Omit<
  CreateUserPoolClientRequest,
  'UserPoolId' | 'ClientName' | 'GenerateSecret' | 'ClientSecret'
>

export interface ClientRecord {
  readonly id: string
  readonly poolId: string
  readonly name: string
  readonly createdAt: number
  readonly modifiedAt: number
  /** None, one, or two while one replaces the other. */
  readonly secrets: readonly ClientSecretRecord[]
  readonly settings: ClientSettings
}

export interface ClientSecretRecord {
  readonly id: string
  readonly createdAt: number
  readonly sealed: Sealed
  /** The secret that the client was created with: the only one that is ever shown. */
  readonly original: boolean
}

export interface ResourceServerRecord {
  readonly poolId: string
  readonly identifier: string
  readonly name: string
  readonly scopes: readonly ResourceServerScopeType[]
}

export interface DomainRecord {
  /** A prefix, or a full name when there is a `customDomainConfig`. */
  readonly domain: string
  readonly place: Place
  readonly poolId: string
  readonly createdAt: number
  readonly cloudFrontDistribution: string
  readonly managedLoginVersion?: number
  readonly customDomainConfig?: CustomDomainConfigType
  readonly routing?: RoutingType
}

/** Index documents: pool and client ids are unique, and some callers know nothing else. */
export interface PoolPlaceRecord {
  readonly place: Place
}

export interface ClientPoolRecord {
  readonly place: Place
  readonly poolId: string
}
